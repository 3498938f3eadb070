"""What can go wrong, in the caller's terms.

Every message is one or two plain Indonesian sentences that name the file, the row, the column and
the value where they are known, and say what to do. Nothing else may reach a screen.
"""


class MappingError(Exception):
    """Base of every error that this project raises on purpose; ``str()`` is fit for a screen."""


class InputError(MappingError):
    """A file cannot be used at all: nothing of it is loaded and what was there stays."""


class CrsMissingError(InputError):
    """A boundary file does not say its coordinate system; the user must name one."""


class ColumnsError(InputError):
    """The columns that a table cannot do without were not recognised."""


class SettingsError(MappingError):
    """A setting is outside what it may be."""


class CancelledError(MappingError):
    """The user stopped the work; nothing was written."""

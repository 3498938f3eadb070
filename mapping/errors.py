"""What can go wrong, in the caller's terms.

Every message is one or two plain Indonesian sentences that name the file, the row, the column and
the value where they are known, and say what to do. Nothing else may reach a screen.
"""


class MappingError(Exception):
    """Base of every error that this project raises on purpose; ``str()`` is fit for a screen."""


class InputError(MappingError):
    """A file cannot be used at all: nothing of it is loaded and what was there stays."""


class QuestionError(InputError):
    """One answer of the user is missing; nothing is loaded until ``Settings.answers`` holds it.

    Parameters
    ----------
    message : str
        The question, with file, column and what was seen.
    key : str
        Under which the answer is looked up, for example ``"batas.crs"``; keys of boundaries start with
        ``batas.``, those of surveys with ``survei.``.
    options : dict of str
        Answer -> what it means, in Indonesian, likeliest first. Empty: free text.
    free : bool
        Whether an answer outside ``options`` is taken, too.
    """

    def __init__(self, message: str, key: str, options: dict[str, str] | None = None, free: bool = False) -> None:
        super().__init__(message)
        self.key = key
        self.options = options or {}
        self.free = free or not self.options


class ColumnsError(InputError):
    """The columns that a table cannot do without were not recognised."""


class SettingsError(MappingError):
    """A setting is outside what it may be."""


class CancelledError(MappingError):
    """The user stopped the work; nothing was written."""

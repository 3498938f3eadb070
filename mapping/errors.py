"""What can go wrong, in the caller's terms.

Every message is one or two plain Indonesian sentences that name the file, the row, the column and
the value where they are known, and say what to do. Nothing else may reach a screen.
"""

from __future__ import annotations

from typing import Any


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
    """The columns that a table cannot do without were not recognised.

    Parameters
    ----------
    message : str
        What is missing and what was seen.
    role : str
        ``"boundaries"`` or ``"survey"``.
    headers : list of str
        The column heads that were read, by which a user can map them; heads only, never cells.
    """

    def __init__(self, message: str, role: str = "", headers: list[str] | None = None) -> None:
        super().__init__(message)
        self.role = role
        self.headers = headers or []


class NoPlaceError(InputError):
    """Not one business of a survey lies in the region.

    Parameters
    ----------
    message : str
        Which files, and what to do.
    places, kelurahan : DataFrame, GeoDataFrame
        The places as written with their candidates, and the region, as ``Study`` has them: a person may settle them.
    """

    def __init__(self, message: str, places: Any, kelurahan: Any) -> None:
        super().__init__(message)
        self.places = places
        self.kelurahan = kelurahan


class SettingsError(MappingError):
    """A setting is outside what it may be."""


class NotComputableError(MappingError):
    """A figure cannot be worked out from these data; the message names what is in the way, and no number is given."""


class CancelledError(MappingError):
    """The user stopped the work; nothing was written."""


class EntryError(MappingError):
    """What somebody typed cannot be kept; the message names the field, the value and what to do.

    Parameters
    ----------
    message : str
        One or two Indonesian sentences.
    field : str
        Name of the field, as the function's parameter is called; ``""`` for the whole.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowedError(MappingError):
    """The role of whoever asks does not include this; nothing was done."""


class ConflictError(MappingError):
    """Somebody else changed the same thing in between; nothing was written, the newer state stands."""


class DeskError(MappingError):
    """The desk's database cannot be reached, is full, or is not what this program made; nothing was written."""

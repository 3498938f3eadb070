"""The chain of the audit trail: how a row is bound to the one before it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

FIRST = "0" * 64
"""What the first row says came before it."""
SAID = (
    *("n", "at", "account_id", "role", "action", "entity", "key", "cooperative_id", "before", "after"),
    *("salt", "previous"),
)
"""What a row's checksum covers, in this order. Without the salt a published checksum could be guessed back: a price
limit has few likely values, and whoever knew the rest of the row could try them until the checksum fits."""
MASKED = "***"


def new_salt() -> str:
    """128 random bits that nobody can guess, as 32 hexadecimal digits.

    Examples
    --------
    >>> len(new_salt()), new_salt() == new_salt()
    (32, False)
    """
    return secrets.token_hex(16)


def plain_json(value: Mapping[str, Any]) -> str:
    """A record as the trail keeps it: keys in order, no spaces, every letter as it is.

    Examples
    --------
    >>> plain_json({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256 of what a trail row says, the hash of the row before it included.

    Examples
    --------
    >>> entry = dict.fromkeys(SAID) | {"n": 1, "previous": FIRST}
    >>> entry_hash(entry) == entry_hash(entry | {"at": "2026"})
    False
    """
    said = json.dumps([entry[name] for name in SAID], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()

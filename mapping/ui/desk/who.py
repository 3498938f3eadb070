"""Who is in front of the screen, and what they may do at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mapping.desk.rules import ANYONE, LOCAL, Actor
from mapping.errors import DeskError, SettingsError
from mapping.ui.sign_in import is_own_machine, providers, sign_in_headers

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
EMAIL = "email"
VOUCHED = "emails_verified"
"""Key of a provider in ``[auth]``: all its addresses are checked by whoever runs it, though it does not say so."""


@dataclass(frozen=True)
class Visitor:
    """What is known of whoever looks at the page before the desk is asked.

    Parameters
    ----------
    email : str
        The address that somebody vouches for; ``""`` where nobody does.
    is_local : bool
        The one user of a laptop.
    is_signed_in : bool
        Somebody came through the provider, be their address vouched for or not.
    """

    email: str = ""
    is_local: bool = False
    is_signed_in: bool = False


def present_visitor() -> Visitor:
    """Who the proxy or the provider says this is; the local user where nobody is asked."""
    return visitor_of(st.user.to_dict(), forwarded=any(name in st.context.headers for name in FORWARDED))


def visitor_of(user: Mapping[str, Any], forwarded: bool) -> Visitor:
    """Who somebody is by what Streamlit heard of them.

    Where a proxy names people, only its headers count. A provider's address counts when the provider says that it was
    verified (``email_verified``); where it says nothing, when its section of ``[auth]`` has ``emails_verified = true``;
    never when it says that it was not.

    Parameters
    ----------
    user : mapping
        Claims of the signed cookie, or what the proxy's headers hold (``st.user``).
    forwarded : bool
        The request came through a proxy: whoever sent it does not sit at this machine.
    """
    if headers := sign_in_headers():
        # The proxy's word for the address; where it hands on one thing only, that is it.
        key = EMAIL if EMAIL in headers.values() else next(iter(headers.values()))
        return Visitor(str(user.get(key) or ""), is_signed_in=True)
    if is_own_machine():
        return Visitor(is_local=not forwarded)
    try:
        known = providers()
    except SettingsError:
        return Visitor()
    if not known or user.get("is_logged_in") is not True:
        return Visitor()
    email, section = user.get(EMAIL), known.get(str(user.get("provider")))
    if section is None:
        return Visitor()
    said = user.get("email_verified")
    # Some providers write the claim as text.
    verified = section.get(VOUCHED) is True if said is None else said is True or said == "true"
    return Visitor(str(email) if verified and email else "", is_signed_in=True)


def present_actor() -> Actor:
    """The role of whoever looks at this page, read anew at every run: a dismissed account loses its rights at once.

    Where the database cannot be asked, nobody is more than anyone; the page itself says what is wrong with it.
    """
    visitor = present_visitor()
    if visitor.is_local:
        return LOCAL
    if not visitor.email:
        return ANYONE
    # The database's libraries take a third of a second: no visitor of a map waits for them.
    from mapping.desk.accounts import actor_for
    from mapping.ui.desk.open import the_desk

    try:
        return actor_for(the_desk(), visitor.email)
    except DeskError:
        return ANYONE

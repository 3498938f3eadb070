"""Who may sign in, and as what: asked anew at every look at a page, so that a dismissal counts at once."""

from __future__ import annotations

import re

import pandas as pd
from sqlalchemy import func, select

from mapping.desk.models import Account, Cooperative
from mapping.desk.rules import ADMIN, ANYONE, COOPERATIVE, OFFICE, ROLE_LABELS, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import WritingSession
from mapping.errors import ConflictError, EntryError
from mapping.language import tr

SIGNED_IN = (COOPERATIVE, OFFICE, ADMIN)
"""Roles that somebody can be given; the public needs no account."""
LONGEST = 254
# ASCII only: letters of other alphabets that look or fold alike would let one person in as another.
EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*")
ERASED = "erased:{id}"
"""What stands in place of an address that was erased; no address can look like it."""


def clean_email(email: object) -> str:
    """An address as accounts keep it: trimmed, lower case; ``""`` where it is none.

    Examples
    --------
    >>> clean_email(" Ani@Contoh.ID "), clean_email("erased:3"), clean_email("\\u212ari@contoh.id"), clean_email(None)
    ('ani@contoh.id', '', '', '')
    """
    if not isinstance(email, str) or not email.isascii():
        return ""
    text = email.strip().lower()
    return text if len(text) <= LONGEST and EMAIL.fullmatch(text) else ""


def actor_for(desk: Desk, email: object) -> Actor:
    """Who an address is at the desk now; whoever has no active account is anyone.

    Parameters
    ----------
    email : str
        As the provider vouches for it.

    Raises
    ------
    mapping.errors.DeskError
        The database cannot be read.

    Examples
    --------
    >>> from mapping.desk.rules import CONSOLE
    >>> from mapping.desk.store.desk import open_desk
    >>> desk = open_desk("sqlite://")
    >>> actor_for(desk, "ani@contoh.id").role
    'public'
    >>> admit(desk, CONSOLE, "2026-11-23T08:00:00Z", "ani@contoh.id", "office")
    1
    >>> actor_for(desk, "Ani@Contoh.id")
    Actor(role='office', cooperative_id=None, account_id=1)
    """
    address = clean_email(email)
    if not address:
        return ANYONE
    with desk.reading() as session:
        account = session.scalar(select(Account).where(Account.email == address, Account.active))
    if account is None or account.role not in SIGNED_IN:
        return ANYONE
    return Actor(account.role, account.cooperative_id if account.role == COOPERATIVE else None, account.id)


def admit(desk: Desk, actor: Actor, at: str, email: str, role: str, cooperative_id: int | None = None) -> int:
    """Give an address a role; an address that has one, or lost it, gets the new one.

    Parameters
    ----------
    role : str
        ``"cooperative"``, ``"office"`` or ``"admin"``.
    cooperative_id : int, optional
        The own cooperative of the role ``"cooperative"``; the others have none.

    Returns
    -------
    int
        Number of the account.

    Raises
    ------
    mapping.errors.EntryError
        The address, the role or the cooperative cannot be.
    mapping.errors.ConflictError
        The last admin would lose the role.
    mapping.errors.NotAllowedError
    """
    check_may(actor, "account.write")
    address = clean_email(email)
    if not address:
        raise EntryError(
            tr("Alamat surel tidak dikenali. Tulis lengkap dengan tanda @ dan nama domainnya, huruf a–z saja."), "email"
        )
    if role not in SIGNED_IN:
        roles = ", ".join(f"{name} ({tr(ROLE_LABELS[name])})" for name in SIGNED_IN)
        raise EntryError(tr("Peran {x} tidak ada. Pilih salah satu: {roles}.", x=str(role)[:40], roles=roles), "role")
    with desk.writing(actor, at) as session:
        _check_cooperative(session, role, cooperative_id)
        account = session.scalar(select(Account).where(Account.email == address))
        if account is None:
            account = Account(email=address, role=role, cooperative_id=cooperative_id, active=True)
            session.add(account)
        else:
            if role != ADMIN:
                _check_admin_stays(session, account)
            account.role, account.cooperative_id, account.active = role, cooperative_id, True
        session.flush()
        return int(account.id)


def _check_cooperative(session: WritingSession, role: str, cooperative_id: int | None) -> None:
    if role != COOPERATIVE:
        if cooperative_id is not None:
            raise EntryError(
                tr("Hanya peran Koperasi yang terikat pada satu koperasi. Kosongkan koperasinya."), "cooperative_id"
            )
    elif cooperative_id is None or session.get(Cooperative, cooperative_id) is None:
        raise EntryError(
            tr("Akun koperasi memerlukan koperasi yang ada di daftar. Sebutkan nomornya."), "cooperative_id"
        )


def _take_rights(session: WritingSession, account_id: int, version: int) -> Account:
    account = _seen(session, account_id, version)
    _check_admin_stays(session, account)
    account.active = False
    return account


def _check_admin_stays(session: WritingSession, account: Account) -> None:
    """Refuse what would leave nobody who can let people in."""
    admins = session.scalar(select(func.count()).where(Account.role == ADMIN, Account.active))
    if account.role == ADMIN and account.active and admins == 1:
        raise ConflictError(tr("Ini admin terakhir. Angkat admin lain dulu, baru cabut yang ini."))


def _seen(session: WritingSession, account_id: int, version: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise EntryError(tr("Akun nomor {n} tidak ada.", n=account_id), "account_id")
    if account.version != version:
        raise ConflictError(
            tr("Isian ini baru saja diubah orang lain. Muat ulang halaman, lihat keadaan barunya, lalu ulangi.")
        )
    return account


def dismiss(desk: Desk, actor: Actor, at: str, account_id: int, version: int) -> None:
    """Take an account's rights away, from the next look at a page on; doing it twice changes nothing.

    Raises
    ------
    mapping.errors.EntryError
        There is no such account.
    mapping.errors.ConflictError
        It was changed since it was seen, or is the last admin's.
    mapping.errors.NotAllowedError
    """
    check_may(actor, "account.write")
    with desk.writing(actor, at) as session:
        _take_rights(session, account_id, version)


def dismiss_email(desk: Desk, actor: Actor, at: str, email: object) -> tuple[int, bool]:
    """As :func:`dismiss`, for who knows the address and not the number.

    Returns
    -------
    int, bool
        Number of the account, and whether it had rights until now.

    Raises
    ------
    mapping.errors.EntryError
        The address has no account.
    mapping.errors.ConflictError
        It was changed in this very moment, or is the last admin's.
    mapping.errors.NotAllowedError
    """
    accounts, address = read_accounts(desk, actor), clean_email(email)
    # Erased addresses are "" in the list, and so is what is no address.
    found = accounts[(accounts["email"] == address) & (address != "")]
    if found.empty:
        raise EntryError(
            tr("Alamat surel itu tidak punya akun di meja ini. Periksa tulisannya pada daftar akun."), "email"
        )
    number, row = int(found.index[0]), found.iloc[0]
    if row["active"]:
        dismiss(desk, actor, at, number, int(row["version"]))
    return number, bool(row["active"])


def erase_email(desk: Desk, actor: Actor, at: str, account_id: int, version: int) -> None:
    """Forget the address of an account: it is dismissed, its number stays in the trail, which never knew the address.

    Raises
    ------
    mapping.errors.EntryError
        There is no such account.
    mapping.errors.ConflictError
        It was changed since it was seen, or is the last admin's.
    mapping.errors.NotAllowedError
    """
    check_may(actor, "account.write")
    with desk.writing(actor, at) as session:
        _take_rights(session, account_id, version).email = ERASED.format(id=account_id)


def own_cooperative(desk: Desk, actor: Actor) -> str:
    """Name of the cooperative that somebody acts for; ``""`` for those who act for none.

    Raises
    ------
    mapping.errors.DeskError
        The database cannot be read.
    """
    if actor.cooperative_id is None:
        return ""
    with desk.reading() as session:
        found = session.get(Cooperative, actor.cooperative_id)
    return found.name if found else ""


def read_accounts(desk: Desk, actor: Actor) -> pd.DataFrame:
    """All accounts, for admins.

    Returns
    -------
    DataFrame
        Index ``id``: ``version, email, role, cooperative_id`` (NA for those without), ``active`` and ``cooperative``
        (its name; ``""`` without). An erased address is ``""``.

    Raises
    ------
    mapping.errors.NotAllowedError
    """
    check_may(actor, "account.write")
    with desk.reading() as session:
        table = read_rows(session, Account, actor)
        names = {row.id: row.name for row in session.execute(select(Cooperative.id, Cooperative.name))}
    table["email"] = table["email"].where(~table["email"].str.startswith(ERASED.split("{")[0]), "")
    return table.assign(cooperative=[names.get(number, "") for number in table["cooperative_id"].astype(object)])

"""Who may do what at the desk: one table, asked by every function before it reads or writes."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.errors import NotAllowedError
from mapping.language import mark, tr

PUBLIC, COOPERATIVE, OFFICE, ADMIN = "public", "cooperative", "office", "admin"
ROLES = (PUBLIC, COOPERATIVE, OFFICE, ADMIN)
ROLE_LABELS = {
    PUBLIC: mark("Umum"),
    COOPERATIVE: mark("Koperasi"),
    OFFICE: mark("Dinas"),
    ADMIN: mark("Admin"),
}
NO, OWN, ALL = "", "own", "all"


@dataclass(frozen=True)
class Actor:
    """Who asks.

    Parameters
    ----------
    role : str
        One of ``ROLES``.
    cooperative_id : int or None
        The own cooperative of a ``"cooperative"``; None for the others.
    account_id : int or None
        Number of the account; None for the public, the user of a laptop and the command line.
    """

    role: str
    cooperative_id: int | None = None
    account_id: int | None = None


ANYONE = Actor(PUBLIC)
LOCAL = Actor(OFFICE)
"""The one user of a laptop without sign-in."""
CONSOLE = Actor(ADMIN)
"""Whoever can run commands on the machine that holds the database."""

# What is done -> what people call it, and who may: the public, a cooperative (OWN: for itself only), the office, an
# admin. The public reads what the reading functions give to it: no contacts, no accounts, no free text of others.
RULES: dict[str, tuple[str, str, str, str, str]] = {
    "register.read": (mark("Melihat daftar koperasi"), ALL, ALL, ALL, ALL),
    "register.write": (mark("Mengisi data koperasi"), NO, OWN, ALL, ALL),
    "register.status": (mark("Menetapkan tahap koperasi"), NO, NO, ALL, ALL),
    "register.import": (mark("Memuat daftar koperasi dari berkas"), NO, NO, ALL, ALL),
    "need.read": (mark("Melihat kebutuhan"), ALL, ALL, ALL, ALL),
    "need.enter": (mark("Memasukkan kebutuhan"), NO, OWN, ALL, ALL),
    "need.say": (mark("Menulis pesan pada kebutuhan"), NO, OWN, ALL, ALL),
    "need.withdraw": (mark("Menarik kebutuhan"), NO, OWN, ALL, ALL),
    "need.take": (mark("Mengambil kebutuhan untuk diurus"), NO, NO, ALL, ALL),
    "need.refuse": (mark("Menyatakan kebutuhan tidak bisa dipenuhi"), NO, NO, ALL, ALL),
    "need.receive": (mark("Menyatakan barang diterima"), NO, OWN, ALL, ALL),
    "need.close": (mark("Menutup kebutuhan"), NO, OWN, ALL, ALL),
    "purchase.propose": (mark("Mengusulkan belanja bersama"), NO, NO, ALL, ALL),
    "purchase.join": (mark("Ikut atau keluar dari belanja bersama"), NO, OWN, ALL, ALL),
    "purchase.move": (mark("Memesan atau membatalkan belanja bersama"), NO, NO, ALL, ALL),
    "supplier.read": (mark("Melihat pemasok"), ALL, ALL, ALL, ALL),
    "supplier.write": (mark("Mengisi daftar pemasok"), NO, NO, ALL, ALL),
    "offer.read": (mark("Melihat tawaran"), ALL, ALL, ALL, ALL),
    "offer.make": (mark("Mencatat tawaran"), NO, NO, ALL, ALL),
    "offer.choose": (mark("Memilih tawaran"), NO, NO, ALL, ALL),
    "offer.deliver": (mark("Mencatat pengiriman"), NO, NO, ALL, ALL),
    "partner.read": (mark("Melihat mitra"), ALL, ALL, ALL, ALL),
    "partner.write": (mark("Mengisi daftar mitra"), NO, NO, ALL, ALL),
    "agreement.read": (mark("Melihat kesepakatan"), ALL, ALL, ALL, ALL),
    "agreement.write": (mark("Menyusun kesepakatan"), NO, OWN, ALL, ALL),
    "agreement.review": (mark("Meninjau kesepakatan"), NO, OWN, ALL, ALL),
    "training.read": (mark("Melihat pelatihan"), ALL, ALL, ALL, ALL),
    "training.assess": (mark("Mengisi asesmen"), NO, OWN, ALL, ALL),
    "training.plan": (mark("Menyusun rencana 90 hari"), NO, OWN, ALL, ALL),
    "training.session": (mark("Menjadwalkan pelatihan"), NO, NO, ALL, ALL),
    "training.attend": (mark("Mencatat kehadiran pelatihan"), NO, NO, ALL, ALL),
    "outcome.read": (mark("Melihat buku hasil"), ALL, ALL, ALL, ALL),
    "outcome.start": (mark("Mencatat usaha yang dimulai"), NO, OWN, ALL, ALL),
    "outcome.check": (mark("Mencatat hasil 6 dan 12 bulan"), NO, OWN, ALL, ALL),
    "report.read": (mark("Membaca laporan bulanan"), ALL, ALL, ALL, ALL),
    "trail.read": (mark("Melihat catatan perubahan"), ALL, ALL, ALL, ALL),
    "trail.verify": (mark("Memeriksa keutuhan catatan"), ALL, ALL, ALL, ALL),
    "table.export": (mark("Mengunduh tabel publik"), ALL, ALL, ALL, ALL),
    "table.import": (mark("Memuat tabel dari berkas"), NO, NO, ALL, ALL),
    "private.read": (mark("Melihat kontak pemasok dan mitra"), NO, NO, ALL, ALL),
    "account.write": (mark("Mengatur akun dan peran"), NO, NO, NO, ALL),
    "store.backup": (mark("Mencadangkan dan memulihkan basis data"), NO, NO, NO, ALL),
}


def may(actor: Actor, action: str, cooperative_id: int | None = None) -> bool:
    """Whether a role includes an action; with ``OWN`` only for the own cooperative.

    Raises
    ------
    KeyError
        An action that ``RULES`` does not name: a mistake in the program.

    Examples
    --------
    >>> own = Actor(COOPERATIVE, cooperative_id=7)
    >>> may(own, "need.enter", 7), may(own, "need.enter", 8), may(ANYONE, "need.enter", 7), may(LOCAL, "need.enter", 7)
    (True, False, False, True)
    """
    if actor.role not in ROLES:
        return False
    allowed = RULES[action][1 + ROLES.index(actor.role)]
    return allowed == ALL or (allowed == OWN and cooperative_id is not None and cooperative_id == actor.cooperative_id)


def check_may(actor: Actor, action: str, cooperative_id: int | None = None) -> None:
    """As :func:`may`, for functions that go on only where it is so.

    Raises
    ------
    NotAllowedError
        The role does not include it.

    Examples
    --------
    >>> check_may(ANYONE, "need.read")
    """
    if may(actor, action, cooperative_id):
        return
    what, role = tr(RULES[action][0]), tr(ROLE_LABELS.get(actor.role, actor.role))
    if actor.role == COOPERATIVE and RULES[action][2] == OWN:
        raise NotAllowedError(tr("{what}: hanya untuk koperasi Anda sendiri.", what=what))
    raise NotAllowedError(tr("{what}: peran {role} tidak boleh melakukannya.", what=what, role=role))

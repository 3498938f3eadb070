"""The parts of the partners' page that are about one cooperative."""

from __future__ import annotations

from mapping.desk.register.read import read_cooperative
from mapping.ui.cache import View
from mapping.ui.controls import choose_kelurahan
from mapping.ui.desk.agreement_form import edit_agreement
from mapping.ui.desk.agreement_list import show_agreements
from mapping.ui.desk.agreement_view import show_agreement
from mapping.ui.desk.choose import choose_cooperative
from mapping.ui.desk.open import Actor, Desk
from mapping.ui.desk.partner_state import CHANGE, NEW
from mapping.ui.desk.partner_suggest import say_suggestions
from mapping.ui.figures import best_known


def show_suggested(view: View, desk: Desk, actor: Actor) -> None:
    """Who could help a cooperative; where the register has none yet, who could help a kelurahan."""
    cooperative_id = choose_cooperative(view, desk, actor)
    if cooperative_id is None:
        say_suggestions(view, desk, actor, choose_kelurahan(view, best_known(view)), None)
        return
    cooperative = read_cooperative(desk, actor, cooperative_id)
    code = str(cooperative["kelurahan_code"])
    if code in view.study.kelurahan.index:
        say_suggestions(view, desk, actor, code, cooperative)
    else:
        # A cooperative that signed in may look at another region than its own.
        say_suggestions(view, desk, actor, choose_kelurahan(view, best_known(view)), None)


def show_agreed(view: View, desk: Desk, actor: Actor, what: str, number: int) -> None:
    """The agreements of a cooperative, one of them, or the form."""
    if number and not what:
        show_agreement(view, desk, actor, number)
        return
    if number and what == CHANGE:
        # Whose it is stands in the agreement, whichever cooperative was looked at before.
        edit_agreement(view, desk, actor, 0, number)
        return
    cooperative_id = choose_cooperative(view, desk, actor)
    if cooperative_id is None:
        return
    if what == NEW:
        edit_agreement(view, desk, actor, cooperative_id, 0, partner_id=number)
    else:
        show_agreements(desk, actor, cooperative_id)

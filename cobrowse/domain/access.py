"""Who may do what. Deny by default; one table, read by every route and every console event."""

from enum import StrEnum
from typing import Final

from cobrowse.domain.agent import Role


class Anyone:
    """The permission of the few public routes; each must say so."""


class Action(StrEnum):
    """What a signed-in member of staff may be allowed to do."""

    SIGN_OUT = "sign_out"
    SEE_SELF = "see_self"
    SEE_LIVE_SESSIONS = "see_live_sessions"
    SEE_ENDED_SESSIONS = "see_ended_sessions"
    WATCH = "watch"


ANYONE: Final = Anyone()

_EVERY_ROLE: Final = frozenset(Role)
_LIVE: Final = frozenset({Role.ACCOUNT_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR})

_ALLOWED: Final[dict[Action, frozenset[Role]]] = {
    Action.SIGN_OUT: _EVERY_ROLE,
    Action.SEE_SELF: _EVERY_ROLE,
    Action.SEE_LIVE_SESSIONS: _LIVE,
    Action.SEE_ENDED_SESSIONS: _EVERY_ROLE,
    Action.WATCH: _LIVE,
}


def may(role: Role, action: Action) -> bool:
    """Tell whether this role is allowed this action."""
    return role in _ALLOWED[action]

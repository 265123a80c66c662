"""A member of staff in the console. Screens say "account manager"."""

from dataclasses import dataclass
from enum import StrEnum

from cobrowse.domain.ids import AgentId


class Role(StrEnum):
    """What a member of staff is here for."""

    ACCOUNT_MANAGER = "account_manager"
    SUPERVISOR = "supervisor"
    SALES_REVIEWER = "sales_reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Agent:
    """`email` is kept in lower case and is unique."""

    id: AgentId
    email: str
    name: str
    role: Role
    created_at: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """A signed-in browser. Only the SHA-256 of its cookie is stored; both ends of it are in ms,
    server clock."""

    token_hash: str
    agent_id: AgentId
    created_at: int
    last_used_at: int

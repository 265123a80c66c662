"""What a visitor agreed to. Granted by the visitor's own browser, never inferred here."""

from dataclasses import dataclass
from enum import StrEnum


class ConsentMode(StrEnum):
    """`notice`: observing starts with a notice. `required`: only after the visitor says so."""

    NOTICE = "notice"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Consent:
    """One decision: purposes, the time it was made (server clock, ms) and the wording that was
    shown."""

    mode: ConsentMode
    observe: bool
    record: bool
    review: bool
    at: int
    wording: str = ""

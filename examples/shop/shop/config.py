"""What the shop is told when it starts."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class ShopConfig:
    """Without `capture_origin` and `site_key` the shop is only a shop: no tag on its pages.

    `identity_secret` is the key this site shares with the account manager service; with it the
    shop vouches for customers who have signed in (see `identity.py`). `database` is the file that
    orders and all else are kept in; without one they are gone when the shop stops.
    `backoffice_secret` opens the JSON API under `/api/backoffice/` to those who sign with it, and
    signs what is sent to the addresses in `webhooks`; without it there is neither.
    """

    capture_origin: str | None = None
    site_key: str | None = None
    consent: str = "notice"
    identity_secret: str | None = field(default=None, repr=False)
    content_security_policy: bool = True
    database: Path | None = None
    backoffice_secret: str | None = field(default=None, repr=False)
    webhooks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.webhooks and not self.backoffice_secret:
            raise ValueError("webhooks are signed: they need a back office secret")

    @property
    def captures(self) -> bool:
        return self.capture_origin is not None and self.site_key is not None

    @property
    def identifies(self) -> bool:
        return self.captures and self.identity_secret is not None

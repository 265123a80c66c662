"""What the shop is told when it starts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShopConfig:
    """Without `capture_origin` and `site_key` the shop is only a shop: no tag on its pages.

    `identity_secret` is the key this site shares with the account manager service; with it the
    shop vouches for customers who have signed in (see `identity.py`).
    """

    capture_origin: str | None = None
    site_key: str | None = None
    consent: str = "notice"
    identity_secret: str | None = None
    content_security_policy: bool = True

    @property
    def captures(self) -> bool:
        return self.capture_origin is not None and self.site_key is not None

    @property
    def identifies(self) -> bool:
        return self.captures and self.identity_secret is not None

"""A site: a web property that runs the capture script, the origins it may run on, and its rules."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cobrowse.domain.errors import Invalid
from cobrowse.domain.ids import SiteId, SiteKey

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """CSS selectors that the page applies before anything is buffered, and query keys that
    addresses may keep."""

    mask: tuple[str, ...] = ()
    unmask: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    url_keys: tuple[str, ...] = ()
    notice: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """`key` names the site in public and grants nothing; `secret` signs its customers' identity
    tokens."""

    id: SiteId
    key: SiteKey
    name: str
    origins: tuple[str, ...]
    secret: str
    created_at: int
    asset_origins: tuple[str, ...] = ()
    rules: PrivacyRules = field(default_factory=PrivacyRules)

    def allows(self, origin: str | None) -> bool:
        """Tell whether a page of this exact origin may speak for the site. A missing origin may
        not."""
        return origin is not None and origin in self.origins

    def may_keep(self, url: str) -> bool:
        """Tell whether the picture, style sheet or font at `url` may be fetched and kept."""
        try:
            origin = origin_of(url)
        except Invalid:
            return False
        return origin in self.origins or origin in self.asset_origins


def origin_of(url: str) -> str:
    """Return `scheme://host[:port]` of an absolute http(s) address, in the form browsers send.

    Raises `Invalid` for anything else, addresses with credentials included.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Invalid("not an address") from error
    host = parts.hostname
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc or "\\" in url:
        raise Invalid("not an http or https address without credentials")
    host = f"[{host}]" if ":" in host else host
    if port is None or port == _DEFAULT_PORTS[parts.scheme]:
        return f"{parts.scheme}://{host}"
    return f"{parts.scheme}://{host}:{port}"

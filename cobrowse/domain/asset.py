"""A picture, style sheet or font of a site, kept by the hash of its content."""

from dataclasses import dataclass

from cobrowse.domain.ids import SiteId


@dataclass(frozen=True, slots=True)
class KeptAsset:
    """`sha256` is the hex hash of the kept bytes and names them in the object store."""

    site_id: SiteId
    url: str
    sha256: str
    content_type: str
    size: int
    kept_at: int

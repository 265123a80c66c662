"""The sites this server knows, kept in memory because every connection asks for one."""

from cobrowse.domain.errors import UnknownSite
from cobrowse.domain.ids import SiteId, SiteKey
from cobrowse.domain.site import Site
from cobrowse.store.database import Database


class Sites:
    """A copy of the sites table, read again when it has changed: a new site is known within two
    seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_key: dict[SiteKey, Site] = {}
        self._by_id: dict[SiteId, Site] = {}
        self._version: int | None = None

    async def refresh(self) -> None:
        """Read the table again if its version moved."""
        async with self._database.reading() as tx:
            version = await tx.sites.version()
            if version == self._version:
                return
            sites = await tx.sites.all()
        self._by_key = {site.key: site for site in sites}
        self._by_id = {site.id: site for site in sites}
        self._version = version

    def by_key(self, key: str) -> Site:
        """Return the site with this public key. Raises `UnknownSite`."""
        site = self._by_key.get(SiteKey(key))
        if site is None:
            raise UnknownSite("no site has this key")
        return site

    def by_id(self, id: SiteId) -> Site | None:
        return self._by_id.get(id)

    def all(self) -> list[Site]:
        return list(self._by_id.values())

"""The whole service in the test's own event loop: real files, real ports, real sockets."""

import sqlite3
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from cobrowse.app.service import open_service
from cobrowse.app.web import Service
from cobrowse.config import Assets, Config, Limits, Login, Presence, Server, Session
from cobrowse.domain.agent import Agent, Role
from cobrowse.domain.ids import AgentId, SiteId, SiteKey, new_id, new_secret, new_site_key
from cobrowse.domain.site import Site
from cobrowse.store.database import Database, sqlite_url
from cobrowse.web.auth.passwords import Argon2Passwords
from cobrowse.web.serving import listen
from tests.clients import AgentClient, VisitorClient
from tests.ports import free_ports

SHOP = "http://shop.example.test"
PASSWORD = "correct horse battery staple"


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold a database's write lock, as a one-shot command or a disk that does not answer would."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers, with one site and somebody of every role."""

    service: Service
    config: Config
    site: Site
    http: aiohttp.ClientSession

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.config.server.port}"

    @property
    def replay(self) -> str:
        return self.config.server.replay_origin

    @property
    def data(self) -> Path:
        return self.config.server.data

    def visitor(
        self, *, visitor: str | None = None, page: str | None = None, pongs: bool = True
    ) -> VisitorClient:
        return VisitorClient(
            self.origin,
            self.site.key,
            page_origin=SHOP,
            visitor=visitor,
            page=page,
            pongs=pongs,
        )

    async def sign_in(self, role: Role = Role.ACCOUNT_MANAGER) -> str:
        """Sign somebody of this role in; return the cookie's value."""
        async with self.http.post(
            f"{self.origin}/api/v1/login",
            json={"email": email_of(role), "password": PASSWORD},
            headers={"Origin": self.config.server.public_origin},
        ) as reply:
            assert reply.status == 200, await reply.text()
            return reply.cookies["cobrowse_session"].value

    async def agent(self, role: Role = Role.ACCOUNT_MANAGER) -> AgentClient:
        return AgentClient(self.origin, await self.sign_in(role))


def email_of(role: Role) -> str:
    return f"{role.value}@example.test"


@asynccontextmanager
async def running(
    data: Path,
    *,
    session: Session | None = None,
    login: Login | None = None,
    assets: Assets | None = None,
    proxies: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
    public_origin: str = "",
    presence: Presence | None = None,
    limits: Limits | None = None,
) -> AsyncGenerator[Running]:
    """Run the service on free ports until the block ends; `origins` are more of the site's."""
    ports = free_ports(2)
    config = Config(
        server=Server(
            port=ports[0],
            replay_port=ports[1],
            data=data,
            public_origin=public_origin,
            trusted_proxies=proxies,
        ),
        session=session or Session(),
        login=login or Login(),
        assets=assets or Assets(),
        presence=presence or Presence(),
        limits=limits or Limits(),
    )
    site = await furnish(data, (SHOP, *origins))
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(open_service(config))
        for app, port in ((service.main, ports[0]), (service.replay, ports[1])):
            runner = await listen(app, "127.0.0.1", port)
            stack.push_async_callback(runner.cleanup)
        http = await stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        )
        yield Running(service, config, site, http)
        for gateway in service.gateways:
            gateway.hang_up()


async def furnish(data: Path, origins: tuple[str, ...]) -> Site:
    """Add the site and the people, unless an earlier run on the same data has."""
    path = Server(data=data).database_file
    path.parent.mkdir(parents=True, exist_ok=True)
    async with Database(sqlite_url(path)) as database:
        async with database.reading() as tx:
            known = await tx.sites.all()
        if known:
            return known[0]
        site = Site(
            id=SiteId(new_id()),
            key=SiteKey(new_site_key()),
            name="Shop",
            origins=origins,
            secret=new_secret(),
            created_at=1,
        )
        passwords = Argon2Passwords()
        hashed = await passwords.hash(PASSWORD)
        passwords.close()
        async with database.transaction() as tx:
            await tx.sites.add(site)
            for role in Role:
                agent = Agent(AgentId(new_id()), email_of(role), role.value.title(), role, 1)
                await tx.agents.add(agent, hashed)
    return site

"""What an administrator does from the command line, beside a running service or without one."""

import re
from collections.abc import Sequence
from typing import Final

from cobrowse.domain.agent import Agent, Role
from cobrowse.domain.clock import Clock
from cobrowse.domain.errors import Conflict, Invalid, NotFound
from cobrowse.domain.ids import AgentId, SiteId, SiteKey, new_id, new_secret, new_site_key
from cobrowse.domain.site import PrivacyRules, Site, origin_of
from cobrowse.flow.ports import Passwords
from cobrowse.store.database import Database

PASSWORD_LENGTH: Final = range(12, 129)
NAME_LENGTH: Final = range(1, 201)
EMAIL_LENGTH: Final = 254

_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")


async def add_agent(
    database: Database,
    passwords: Passwords,
    clock: Clock,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
) -> Agent:
    """Add a member of staff. Raises `Invalid`, and `Conflict` when the e-mail is taken."""
    if not _EMAIL.fullmatch(email) or len(email) > EMAIL_LENGTH:
        raise Invalid("this is not an e-mail address")
    if len(password) not in PASSWORD_LENGTH:
        raise Invalid("a password has 12 to 128 characters")
    agent = Agent(AgentId(new_id()), email.lower(), _name(name), role, clock.now_ms())
    hashed = await passwords.hash(password)
    async with database.transaction() as tx:
        if await tx.agents.by_email(agent.email):
            raise Conflict("somebody with this e-mail is there already")
        await tx.agents.add(agent, hashed)
    return agent


async def add_site(
    database: Database,
    clock: Clock,
    *,
    name: str,
    origins: Sequence[str],
    asset_origins: Sequence[str] = (),
    rules: PrivacyRules | None = None,
) -> Site:
    """Add a site. Raises `Invalid` for a name or origin that is none."""
    if not origins:
        raise Invalid("a site has at least one origin")
    site = Site(
        id=SiteId(new_id()),
        key=new_site_key(),
        name=_name(name),
        origins=_origins(origins),
        secret=new_secret(),
        created_at=clock.now_ms(),
        asset_origins=_origins(asset_origins),
        rules=rules or PrivacyRules(),
    )
    async with database.transaction() as tx:
        await tx.sites.add(site)
    return site


async def remove_site(database: Database, clock: Clock, key: SiteKey) -> Site:
    """From now on the site's pages are refused; what was recorded stays. Raises `NotFound`."""
    async with database.transaction() as tx:
        site = await tx.sites.by_key(key)
        if site is None:
            raise NotFound("no site has this key")
        await tx.sites.remove(site.id, clock.now_ms())
    return site


def _name(text: str) -> str:
    name = text.strip()
    if len(name) not in NAME_LENGTH or not name.isprintable():
        raise Invalid("a name has 1 to 200 characters")
    return name


def _origins(texts: Sequence[str]) -> tuple[str, ...]:
    """Origins as browsers send them. A trailing slash is forgiven, a path is not."""
    origins = []
    for text in texts:
        origin = origin_of(text)
        if text.removesuffix("/").lower() != origin and not text.startswith(f"{origin}:"):
            raise Invalid(f"an origin has no path: say {origin}")
        origins.append(origin)
    return tuple(dict.fromkeys(origins))

"""`cobrowse site`: web properties that run the capture script."""

import asyncio
from pathlib import Path

import click

from cobrowse.cli import options
from cobrowse.domain.clock import SystemClock
from cobrowse.domain.consent import ConsentMode
from cobrowse.domain.ids import SiteKey
from cobrowse.domain.site import PrivacyRules, Site
from cobrowse.flow import administration
from cobrowse.store.database import Database, sqlite_url


@click.group()
def site() -> None:
    """Add, list and remove sites."""


@site.command()
@click.option("--name", required=True, help="What account managers call the site.")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    required=True,
    help="Origin its pages run on, such as https://shop.example.com; may be given again.",
)
@click.option(
    "--asset-origin",
    "asset_origins",
    multiple=True,
    help="Another origin its pictures, styles and fonts come from; may be given again.",
)
@click.option("--mask", multiple=True, help="CSS selector of elements whose text is hidden.")
@click.option("--unmask", multiple=True, help="CSS selector of elements whose text may be seen.")
@click.option("--block", multiple=True, help="CSS selector of elements that are left out.")
@click.option("--ignore", multiple=True, help="CSS selector of elements whose use is left out.")
@click.option("--url-key", "url_keys", multiple=True, help="Query key that addresses may keep.")
@click.option(
    "--notice/--no-notice",
    default=True,
    help="Whether a page says so while an account manager is looking.",
)
@click.option(
    "--consent",
    type=click.Choice([mode.value for mode in ConsentMode]),
    default=ConsentMode.NOTICE.value,
    show_default=True,
    help="What the printed tag asks for: a notice, or the visitor's word first.",
)
@options.data
@options.as_json
@click.pass_context
def add(
    context: click.Context,
    *,
    name: str,
    origins: tuple[str, ...],
    asset_origins: tuple[str, ...],
    mask: tuple[str, ...],
    unmask: tuple[str, ...],
    block: tuple[str, ...],
    ignore: tuple[str, ...],
    url_keys: tuple[str, ...],
    notice: bool,
    consent: str,
    data: Path | None,
    as_json: bool,
) -> None:
    """Add a site, and print the tag for its pages. A running service knows it within 2 s."""
    config = options.settings(context, {"server.data": data}).config
    options.make_private(config.server.data)

    async def work() -> Site:
        async with Database(sqlite_url(config.server.database_file)) as database:
            return await administration.add_site(
                database,
                SystemClock(),
                name=name,
                origins=origins,
                asset_origins=asset_origins,
                rules=PrivacyRules(mask, unmask, block, ignore, url_keys, notice),
            )

    added = asyncio.run(work())
    tag = (
        f'<script async src="{config.server.public_origin}/capture.js"'
        f' data-site="{added.key}" data-consent="{consent}"></script>'
    )
    if as_json:
        options.print_json({**_shown(added), "secret": added.secret, "tag": tag})
        return
    click.echo(f"Put this into every page of {added.name}:\n\n  {tag}\n")
    click.echo("To name its customers, its backend signs identity tokens with this secret:\n")
    click.echo(f"  {added.secret}")


@site.command(name="list")
@options.data
@options.as_json
@click.pass_context
def listing(context: click.Context, data: Path | None, as_json: bool) -> None:
    """List the sites and their origins."""
    config = options.settings(context, {"server.data": data}).config
    options.make_private(config.server.data)

    async def work() -> list[Site]:
        async with (
            Database(sqlite_url(config.server.database_file)) as database,
            database.reading() as tx,
        ):
            return await tx.sites.all()

    sites = asyncio.run(work())
    if as_json:
        options.print_json([_shown(each) for each in sites])
        return
    for each in sites:
        click.echo(f"{each.key}  {each.name}  {' '.join(each.origins)}")


@site.command()
@click.argument("key")
@options.data
@click.pass_context
def remove(context: click.Context, key: str, data: Path | None) -> None:
    """Stop accepting pages of the site with this KEY. What was recorded stays."""
    config = options.settings(context, {"server.data": data}).config
    options.make_private(config.server.data)

    async def work() -> Site:
        async with Database(sqlite_url(config.server.database_file)) as database:
            return await administration.remove_site(database, SystemClock(), SiteKey(key))

    click.echo(f"{asyncio.run(work()).name} is removed.")


def _shown(each: Site) -> dict[str, object]:
    return {
        "id": each.id,
        "key": each.key,
        "name": each.name,
        "origins": each.origins,
        "asset_origins": each.asset_origins,
    }

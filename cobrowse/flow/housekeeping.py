"""What happens by the clock: each duty at its own pace, none of them able to stop the others."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from cobrowse.domain.errors import CobrowseError
from cobrowse.flow.assets import AssetKeeper
from cobrowse.flow.erasing import Eraser
from cobrowse.flow.ingest import Ingest
from cobrowse.flow.leftovers import Leftovers
from cobrowse.flow.lifetimes import Lifetimes
from cobrowse.flow.live import LiveSessions
from cobrowse.flow.load import Load
from cobrowse.flow.recording.sealer import Sealer
from cobrowse.flow.relay import Relay
from cobrowse.flow.retention import Retention
from cobrowse.flow.sign_ins import SignIns
from cobrowse.flow.sites import Sites

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do every `every_s` seconds, the time it takes not counted."""

    name: str
    every_s: float
    do: Callable[[], Awaitable[object] | None]


def duties(
    *,
    live: LiveSessions,
    load: Load,
    relay: Relay,
    ingest: Ingest,
    lifetimes: Lifetimes,
    sealer: Sealer,
    sites: Sites,
    sign_ins: SignIns,
) -> list[Duty]:
    """Return what has to be done by the clock. `tell` sets how fresh the wall is; two seconds is
    what a new site may wait."""
    return [
        Duty("tell", 0.2, live.tell),
        Duty("serve_slow", 0.1, relay.serve_slow),
        Duty("tell_load", 1.0, load.tell),
        Duty("give_up_waiting", 1.0, ingest.give_up_waiting),
        Duty("save", 1.0, lifetimes.save),
        Duty("refresh_sites", 1.0, sites.refresh),
        Duty("end_over", 2.0, lifetimes.end_over),
        Duty("seal", 2.0, sealer.run_once),
        Duty("purge_sign_ins", 3600.0, sign_ins.purge),
    ]


def keeping(
    *, retention: Retention, leftovers: Leftovers, eraser: Eraser, assets: AssetKeeper
) -> list[Duty]:
    """Return what has to be done about what is kept: how long, and at whose wish no longer."""
    return [
        Duty("erase", 1.0, eraser.carry_out_all),
        Duty("tidy", 5.0, retention.tidy),
        Duty("note_shown_assets", 600.0, assets.note_shown),
        Duty("sweep", 900.0, leftovers.sweep),
        Duty("forget_marks", 3600.0, retention.forget_marks),
        Duty("purge_tombstones", 3600.0, eraser.purge),
    ]


async def keep_house(all_duties: list[Duty]) -> None:
    """Do every duty at its pace until cancelled."""
    async with asyncio.TaskGroup() as group:
        for duty in all_duties:
            group.create_task(_repeat(duty), name=duty.name)


async def _repeat(duty: Duty) -> None:
    while True:
        await asyncio.sleep(duty.every_s)
        try:
            done = duty.do()
            if done is not None:
                await done
        except CobrowseError as refusal:
            # A database that is busy or full: the duty is tried again at its next turn.
            log.warning("duty_put_off", duty=duty.name, why=str(refusal))
        except Exception:
            log.exception("duty_failed", duty=duty.name)

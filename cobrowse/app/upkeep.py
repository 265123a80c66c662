"""What is done by the clock."""

from cobrowse.app.flow import Flow, milliseconds
from cobrowse.app.stores import Stores
from cobrowse.config import Config
from cobrowse.domain.clock import Clock
from cobrowse.flow.erasing import Eraser
from cobrowse.flow.housekeeping import Duty, duties, keeping
from cobrowse.flow.leftovers import Leftovers
from cobrowse.flow.patience import Patience
from cobrowse.flow.recording.sealer import Sealer
from cobrowse.flow.recording.sealing import Sealing
from cobrowse.flow.retention import Retention


def all_duties(config: Config, stores: Stores, flow: Flow, clock: Clock) -> list[Duty]:
    database, journal, objects = stores.database, stores.journal, stores.objects
    patience, days = Patience(clock), config.retention.days
    of_the_line = duties(
        live=flow.live,
        load=flow.load,
        relay=flow.relay,
        ingest=flow.ingest,
        lifetimes=flow.lifetimes,
        sites=flow.sites,
        sign_ins=flow.sign_ins,
        sealer=Sealer(
            database=database,
            journal=journal,
            sealing=Sealing(database, journal, objects, clock),
            live=flow.live,
            clock=clock,
            seal_after_ms=milliseconds(config.session.seal_after_s),
        ),
    )
    of_what_stays = keeping(
        retention=Retention(
            database=database,
            journal=journal,
            objects=objects,
            room=flow.room,
            patience=patience,
            clock=clock,
            days=days,
        ),
        leftovers=Leftovers(
            database=database,
            objects=objects,
            sites=flow.sites,
            patience=patience,
            clock=clock,
            days=days,
            forget=flow.assets.forget,
        ),
        eraser=Eraser(database, journal, objects, clock, living=flow.lifetimes),
        assets=flow.assets,
    )
    return [*of_the_line, *of_what_stays]

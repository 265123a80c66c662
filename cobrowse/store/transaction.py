"""One unit of work: every repository over the same database transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from cobrowse.store.agents import Agents
from cobrowse.store.assets import Assets
from cobrowse.store.consents import Consents
from cobrowse.store.customers import Customers
from cobrowse.store.erasures import Erasures
from cobrowse.store.pages import Pages
from cobrowse.store.segments import Segments
from cobrowse.store.sessions import Sessions
from cobrowse.store.sheets import Sheets
from cobrowse.store.sign_ins import SignIns
from cobrowse.store.sites import Sites
from cobrowse.store.visitors import Visitors


class Transaction:
    """What `Database` hands out. Not to be kept beyond its block."""

    def __init__(self, session: AsyncSession) -> None:
        self.sites = Sites(session)
        self.agents = Agents(session)
        self.sign_ins = SignIns(session)
        self.visitors = Visitors(session)
        self.customers = Customers(session)
        self.sessions = Sessions(session)
        self.pages = Pages(session)
        self.consents = Consents(session)
        self.assets = Assets(session)
        self.segments = Segments(session)
        self.sheets = Sheets(session)
        self.erasures = Erasures(session)

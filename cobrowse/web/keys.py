"""What request handlers reach through their application: typed, one key each."""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from cobrowse.flow.recording.export import Exports
from cobrowse.flow.recording.reading import Recordings
from cobrowse.flow.sessions import SessionQuestions
from cobrowse.flow.sign_ins import SignIns
from cobrowse.web.peers import Network


@dataclass(frozen=True, slots=True)
class Origins:
    """Where this service is reached, as browsers write it: `scheme://host[:port]`."""

    console: str
    replay: str

    @property
    def secure(self) -> bool:
        return self.console.startswith("https://")


ORIGINS: Final = web.AppKey("origins", Origins)
PROXIES: Final = web.AppKey("proxies", tuple[Network, ...])
SIGN_INS: Final = web.AppKey("sign_ins", SignIns)
SESSIONS: Final = web.AppKey("sessions", SessionQuestions)
RECORDINGS: Final = web.AppKey("recordings", Recordings)
EXPORTS: Final = web.AppKey("exports", Exports)

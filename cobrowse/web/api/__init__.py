"""The handlers of `/api/v1`, and the table of all of them."""

from typing import Any, Final

from cobrowse.web.api import recordings, sessions, sign_in
from cobrowse.web.routes import Route

ROUTES: Final[tuple[Route[Any], ...]] = (
    *sign_in.ROUTES,
    *sessions.ROUTES,
    *recordings.ROUTES,
)

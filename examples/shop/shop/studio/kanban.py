"""The workshop board: one for every person, kept as it is left."""

import json
from datetime import UTC, datetime

from aiohttp import web

from shop.forms import Rejected, body_of, rejected
from shop.markup import join, render
from shop.pages import page
from shop.studio.board import COLUMNS, first_board, read_board
from shop.studio.kept import keep, kept

DRAWER = "board"


async def kanban(request: web.Request) -> web.Response:
    board = kept(request, DRAWER) or first_board(datetime.now(UTC).date())
    return page(
        request,
        "studio/kanban",
        "Workshop board",
        styles=["studio/studio.css", "studio/kanban.css"],
        scripts=["studio/kanban.js"],
        board=json.dumps(board),
        columns=join(
            render("studio/board_column", key=key, name=name) for key, name in COLUMNS.items()
        ),
    )


async def keep_board(request: web.Request) -> web.Response:
    try:
        board = read_board(await body_of(request))
    except Rejected as error:
        return rejected(error)
    return keep(request, DRAWER, board)


ROUTES: list[web.AbstractRouteDef] = [
    web.get("/kanban", kanban),
    web.post("/api/kanban", keep_board),
]

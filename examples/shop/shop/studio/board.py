"""The workshop board: what a page may keep of it, and what it holds at first."""

from datetime import date, timedelta

from shop.forms import Form, Rejected, text

COLUMNS = {"todo": "To do", "doing": "Doing", "drying": "Drying", "done": "Done"}
MOST_CARDS = 60
MOST_TITLE = 80
MOST_NOTE = 240
REFUSAL = {"form": "This board cannot be kept."}

Card = dict[str, str]
Board = dict[str, list[Card]]


def read_board(body: Form) -> Board:
    """`{columns: {todo: [{title, note, due}], …}}` with nothing in it but what belongs there."""
    columns = body.get("columns")
    if not isinstance(columns, dict):
        raise Rejected(REFUSAL)
    board: Board = {}
    for key in COLUMNS:
        cards = columns.get(key)
        if not isinstance(cards, list):
            raise Rejected(REFUSAL)
        board[key] = [_read_card(card) for card in cards[: MOST_CARDS + 1]]
    if sum(map(len, board.values())) > MOST_CARDS:
        raise Rejected({"form": f"A board has room for {MOST_CARDS} cards."})
    return board


def first_board(today: date) -> Board:
    """What somebody finds who has never moved a card."""
    return {
        "todo": [
            _card("Six Halden chairs, café in Ghent", "Seats 46 cm, natural cord", today, 9),
            _card("Torrin, left arm to be re-covered", "Came back on Tuesday; cat", today, 12),
            _card("Orrin for a very tall potter", "82 cm, drawing is in the post", today, 20),
        ],
        "doing": [
            _card("Fjord, large, rounded further", "Customer measured twice", today, 4),
            _card("Twelve collars for Ember", "Turin has sent the brass", today, 3),
        ],
        "drying": [
            _card("Fjord, medium, second coat", "Do not touch before Thursday", today, 5),
            _card("Tarn bowls, kiln 3", "Opens by itself", today, 1),
        ],
        "done": [
            _card("Four Drift throws, fringed", "Packed, label is on", today, -1),
            _card("Pell, edge re-honed", "No charge, ours to begin with", today, -3),
        ],
    }


def _card(title: str, note: str, today: date, days: int) -> Card:
    return {"title": title, "note": note, "due": (today + timedelta(days)).isoformat()}


def _read_card(card: object) -> Card:
    if not isinstance(card, dict):
        raise Rejected(REFUSAL)
    title, due = text(card, "title", MOST_TITLE), text(card, "due", 10)
    if not title:
        raise Rejected(REFUSAL)
    if due:
        try:
            date.fromisoformat(due)
        except ValueError:
            raise Rejected(REFUSAL) from None
    return {"title": title, "note": text(card, "note", MOST_NOTE), "due": due}

"""The privacy gate: what must not be in a recording is taken out before one is kept.

The first line stands in the page (`capture_script/src/privacy`), where nothing that is typed leaves
it. This is the second, for what an old, changed or broken script may send. It knows the few places
where records hold what was typed or chosen, and lets through there what our own script writes: one
constant mask, or nothing.

    a value of an input, textarea or select, and the text of an input record
    the text in a textarea, select, datalist or editable element
    any value of a password, file or hidden field; code and documents in attributes
    data attributes, but for the short words that style sheets select by
"""

import re
from typing import Final, TypeAlias, TypeGuard

MASK: Final = "•••"
"""That of `capture_script/src/privacy/words.ts`."""

TELLTALE: Final = re.compile(
    rb'"(?:tagName|textContent|value|text|_cssText|srcdoc)"|"(?:data-|on)|\\u00', re.IGNORECASE
)
"""Bytes without which nothing here has anything to do; the escape could spell any of the names."""

_INCREMENTAL: Final = 3
_MUTATION: Final = 0
_INPUT: Final = 5
_ELEMENT: Final = 2

_FIELDS: Final = frozenset({"input", "textarea", "select"})
_SECRET_TYPES: Final = frozenset({"password", "file", "hidden"})
_CLOSED_TAGS: Final = frozenset({"textarea", "select", "datalist"})
_EDITABLE_ROLES: Final = frozenset({"textbox", "searchbox"})
_NUMBERED: Final = frozenset({"progress", "meter", "li"})
_NUMBER: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]+)?")
_SHORT_WORD: Final = re.compile(r"[A-Za-z0-9_-]{0,24}")
_DATA: Final = re.compile(r"\d{6}", re.ASCII)
_SPACE: Final = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*")
"""What JavaScript calls white space, which is layout."""

Json: TypeAlias = dict[str, object]


class Gate:
    """Passes the records of one segment, in order: what is inside a field is told by ids, and an
    element may come records before what is put into it."""

    def __init__(self) -> None:
        self._closed: set[float] = set()
        """Ids of nodes whose text is never seen: fields, editable elements, and all inside."""
        self._fields: set[float] = set()
        self.taken_out = 0

    def clean(self, records: list[object]) -> None:
        """Take out of the records, in place, what must not be there, and count it."""
        for record in records:
            if not _is_object(record) or not _is_object(data := record.get("data")):
                continue
            if _is_object(node := data.get("node")):
                self._tree(node, closed=False)
            if record.get("type") == _INCREMENTAL:
                if data.get("source") == _INPUT:
                    self._shown(data, "text")
                elif data.get("source") == _MUTATION:
                    self._mutation(data)

    def _mutation(self, data: Json) -> None:
        for add in _objects(data.get("adds")):
            if _is_object(node := add.get("node")):
                self._tree(node, closed=_number(add.get("parentId")) in self._closed)
        for change in _objects(data.get("texts")):
            if _number(change.get("id")) in self._closed:
                self._shown(change, "value")
        for change in _objects(data.get("attributes")):
            if _is_object(attributes := change.get("attributes")):
                self._attributes(attributes, is_field=_number(change.get("id")) in self._fields)

    def _tree(self, root: Json, *, closed: bool) -> None:
        todo = [(root, closed)]
        while todo:
            node, inside = todo.pop()
            if node.get("type") == _ELEMENT:
                inside = self._element(node) or inside
            elif inside:
                self._shown(node, "textContent")
            (self._closed.add if inside else self._closed.discard)(_number(node.get("id")))
            todo += [(child, inside) for child in _objects(node.get("childNodes"))]

    def _element(self, node: Json) -> bool:
        """Clean the attributes of an element; tell whether its inside is never seen."""
        tag = str(node.get("tagName", "")).lower()
        attributes = node.get("attributes")
        if not _is_object(attributes):
            return tag in _CLOSED_TAGS
        is_field = tag in _FIELDS
        if is_field:
            self._fields.add(_number(node.get("id")))
        self._attributes(attributes, is_field=is_field, may_be_number=tag in _NUMBERED)
        if str(attributes.get("type", "")).lower() in _SECRET_TYPES and "value" in attributes:
            del attributes["value"]
            self.taken_out += 1
        return tag in _CLOSED_TAGS or _is_editable(tag, attributes)

    def _attributes(
        self, attributes: Json, *, is_field: bool, may_be_number: bool | None = None
    ) -> None:
        """`may_be_number` is `None` where the element is not known: then any but a field may be
        one that shows a number."""
        for original in list(attributes):
            name = original.lower()
            value = attributes[original]
            if value is None:
                continue
            if name == "value":
                number = (not is_field) if may_be_number is None else may_be_number
                if not (number and _NUMBER.fullmatch(str(value))):
                    self._shown(attributes, original)
            elif name == "srcdoc" or name.startswith("on"):
                del attributes[original]
                self.taken_out += 1
            elif name.startswith("data-") and not _is_word(value):
                attributes[original] = MASK
                self.taken_out += 1

    def _shown(self, holder: Json, field: str) -> None:
        """Leave the mask, or nothing, in this field."""
        value = holder.get(field)
        if value is None or value == MASK or (isinstance(value, str) and _SPACE.fullmatch(value)):
            return
        holder[field] = MASK
        self.taken_out += 1


def _is_editable(tag: str, attributes: Json) -> bool:
    editable = attributes.get("contenteditable")
    if editable is not None:
        return str(editable).lower() != "false"
    return attributes.get("role") in _EDITABLE_ROLES and tag != "input"


def _is_word(value: object) -> bool:
    if isinstance(value, bool):
        return True
    text = str(value)
    return _SHORT_WORD.fullmatch(text) is not None and not _DATA.search(text)


def _number(id: object) -> float:
    return id if isinstance(id, int | float) else -1


def _is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)


def _objects(value: object) -> list[Json]:
    return [each for each in value if _is_object(each)] if isinstance(value, list) else []

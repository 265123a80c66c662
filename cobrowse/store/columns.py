"""Column types that several tables share: how values of the domain are written down."""

from dataclasses import asdict
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Dialect, Enum, MetaData, String
from sqlalchemy.types import TypeDecorator

from cobrowse.domain.segment import Moment, MomentKind, Span
from cobrowse.domain.site import PrivacyRules

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names from the first migration on, so that a later one can change them."""

ID: Final = String(32)
NAME: Final = String(512)
URL: Final = String(2048)
WORD: Final = String(32)


def metadata() -> MetaData:
    return MetaData(naming_convention=NAMING)


def by_value(kind: type[StrEnum]) -> Enum:
    """Store an enum as its value, with room for longer ones to come."""
    return Enum(
        kind,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


class Texts(TypeDecorator[tuple[str, ...]]):
    """A short tuple of texts, as a JSON array."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str]:
        return list(value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value)


class Rules(TypeDecorator[PrivacyRules]):
    """A site's privacy rules, as a JSON object; keys of a later release are ignored."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: PrivacyRules | None, dialect: Dialect) -> dict[str, Any]:
        return asdict(value or PrivacyRules())

    def process_result_value(self, value: Any, dialect: Dialect) -> PrivacyRules:
        def texts(key: str) -> tuple[str, ...]:
            return tuple(value.get(key, ()))

        return PrivacyRules(
            mask=texts("mask"),
            unmask=texts("unmask"),
            block=texts("block"),
            ignore=texts("ignore"),
            url_keys=texts("url_keys"),
            notice=bool(value.get("notice", True)),
        )


class Spans(TypeDecorator[tuple[Span, ...]]):
    """Spans of time, as a JSON array of pairs."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Span, ...] | None, dialect: Dialect
    ) -> list[tuple[int, int]]:
        return [(span.from_at, span.to_at) for span in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Span, ...]:
        return tuple(Span(*pair) for pair in value)


class Moments(TypeDecorator[tuple[Moment, ...]]):
    """Moments, as a JSON array of objects without what is as usual."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Moment, ...] | None, dialect: Dialect
    ) -> list[dict[str, Any]]:
        return [_unusual(moment) for moment in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Moment, ...]:
        return tuple(Moment(**{**found, "kind": MomentKind(found["kind"])}) for found in value)


def _unusual(moment: Moment) -> dict[str, Any]:
    usual = asdict(Moment(moment.at, moment.kind))
    said = asdict(moment)
    return {key: said[key] for key in said if key in {"at", "kind"} or said[key] != usual[key]}

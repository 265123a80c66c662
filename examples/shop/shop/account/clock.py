"""When something was, in words and in the customer's own time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone(name: str) -> ZoneInfo | None:
    """None where the machine has no time zone database: then times are in UTC."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def moment(when: datetime, zone_name: str) -> str:
    """`22 November 2026, 10:42`."""
    return f"{when.astimezone(zone(zone_name) or UTC):%-d %B %Y, %H:%M}"


def day(when: date) -> str:
    """`22 November 2026`."""
    return f"{when:%-d %B %Y}"

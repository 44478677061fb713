"""Determine the kind and the length of a period, to compare figures."""

from __future__ import annotations

from datetime import date

from conductcli.dates import days

_YEARS = {1: "calendar year", 4: "financial year"}
"""The published kinds of year, by their first month."""


def period_kind(period: str | None) -> tuple[str | None, str | None]:
    """Return the kind and the length of a period (EDTF); both None if it is missing, inexact or open.

    The length is in whole months if possible, so that leap years make no difference, otherwise in days.
    """
    if period is None or "~" in period or "?" in period or ".." in period:
        return None, None
    first, last = (date.fromisoformat(str(day)) for day in days(period))
    number = last.toordinal() - first.toordinal() + 1
    if number == 1:
        return "day", "1 day"
    after = date.fromordinal(last.toordinal() + 1) if last < date.max else date.min
    whole = after.day == first.day and after > first
    months = (after.year - first.year) * 12 + after.month - first.month if whole else 0
    length = f"{months} month{'s' if months > 1 else ''}" if months else f"{number} days"
    if months == 12 and first.day == 1 and first.month in _YEARS:
        return _YEARS[first.month], length
    if months < 12 and number < 365:
        return "part of a year", length
    return "span", length

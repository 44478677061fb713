"""A date is read in whatever form an edition holds it, and what is none is refused with a reason."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductcli.importers.iopc.dates import day


@pytest.mark.parametrize(
    "value",
    [
        date(2021, 4, 21),
        datetime(2021, 4, 21, 9, 30, tzinfo=UTC),
        44307.0,
        "2021-04-21",
        "2021-04-21 00:00:00",
        "2021-04-21T00:00:00+01:00",
        "2021-04-21T00:00:00Z",
        "Wednesday, 21 April, 2021",
        "Wed 21 Apr 2021",
        "21st April 2021",
        "21-Apr-2021",
        "April 21, 2021",
        "21/04/2021",
        "21.4.21",
    ],
)
def test_a_day_in_every_form(value: Any) -> None:
    assert day(value) == "2021-04-21"


def test_a_month_alone_stays_a_month() -> None:
    assert [day("April 2021"), day("2021-04")] == ["2021-04", "2021-04"]


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%A, %d %B, %Y", "%d/%m/%Y", "%Y-%m-%d", "%d %b %Y"]),
)
def test_every_day_is_itself(given_day: date, form: str) -> None:
    assert day(given_day.strftime(form)) == given_day.isoformat()


@pytest.mark.parametrize("value", ["soon", "04/21/2021", "31 June 2021", "2021-13-01", True, 7.0, "21", "", "99999"])
def test_what_is_no_date_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        day(value)

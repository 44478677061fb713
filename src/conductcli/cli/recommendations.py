"""`conductcli recommendations`."""

from __future__ import annotations

from typing import Any

from conductcli.cli import options
from conductcli.cli.asking import Ask, day, today
from conductcli.cli.framework import answers
from conductcli.views import Chart, Table


@answers("conductcli recommendations --to gmp --status no_response_found", filters="recommendations")
def command(ask: Ask, as_of: options.AsOf = None, chart: options.Chart = False, **filters: Any) -> Table | Chart:
    """What was recommended, required or promised, a row for each recipient: by when an answer was due, and the answer.

    The status no_response_found says that no published response is recorded here as of that day, not that there is
    none.
    """
    day_of = day(as_of, "--as-of", last=True) if as_of else today()
    if chart:
        from conductcli.cli import drawing

        return drawing.recommendations(ask, filters, day_of)
    return ask.rows("recommendations", parameters={"as_of": day_of}, **filters)

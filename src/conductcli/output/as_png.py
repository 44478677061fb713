"""Write a chart as PNG, from its SVG, with an optional library."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.errors import ConductError
from conductcli.output.as_svg import picture
from conductcli.output.chart_labels import EMPTY

if TYPE_CHECKING:
    from conductcli.output import Look
    from conductcli.views import Chart

_SCALE = 2  # for high-density screens and print


def write(view: Chart, out: IO[str], *, format: str, look: Look) -> list[str]:
    """Write the picture to the binary file behind `out`. Raise ConductError without the library."""
    try:
        import vl_convert
    except ImportError as error:
        message = "a PNG needs an extra: pip install 'conductcli[png]'; or name a file that ends in .svg"
        raise ConductError(message) from error
    out.flush()
    out.buffer.write(vl_convert.svg_to_png(picture(view), scale=_SCALE))  # type: ignore[attr-defined]
    return [] if view.panels else [EMPTY]

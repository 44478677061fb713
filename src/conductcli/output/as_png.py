"""A chart as PNG: the SVG, drawn by a library that is installed only where it is wanted."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from conductcli.errors import ConductError
from conductcli.output.as_svg import picture
from conductcli.output.chart_labels import EMPTY

if TYPE_CHECKING:
    from conductcli.output import Look
    from conductcli.views import Chart

_SCALE = 2  # for screens of twice the density, and for print


def write(view: Chart, out: IO[str], *, format: str, look: Look) -> list[str]:
    """Write the bytes of the picture to the file behind a text file. Raises ConductError without the library."""
    try:
        import vl_convert
    except ImportError as error:
        message = "a PNG needs an extra: pip install 'conductcli[png]'; or name a file that ends in .svg"
        raise ConductError(message) from error
    out.flush()
    out.buffer.write(vl_convert.svg_to_png(picture(view), scale=_SCALE))  # type: ignore[attr-defined]
    return [] if view.panels else [EMPTY]

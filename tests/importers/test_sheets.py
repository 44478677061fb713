"""Files are read as spreadsheets show them, and what is made to do harm ends in one clear message."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from conductcli.errors import ConductError, NotKnown
from conductcli.importers import sheets
from tests.conftest import HANG

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml"
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"""
_WORKBOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1"
r:id="rId1"/></sheets></workbook>"""


def xlsx(path: Path, rows: str, padding: int = 0) -> Path:
    """A workbook with one sheet of these rows, as XML, and so many megabytes of spaces after them."""
    start = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _WORKBOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
        )
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"{start}{rows}".encode())
            for _ in range(padding):
                sheet.write(f'<row><c t="inlineStr"><is><t>{"x" * 2**20}</t></is></c></row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


def number(place: str, value: float) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


def test_a_cell_stands_where_the_spreadsheet_shows_it(tmp_path: Path) -> None:
    words = '<c r="E3" t="inlineStr"><is><t>words</t></is></c>'
    rows = f'<row r="3">{number("C3", 7)}{words}</row><row r="5">{number("B5", 1.5)}</row>'
    (sheet,) = sheets.read(str(xlsx(tmp_path / "a.xlsx", rows)))
    assert sheet == sheets.Sheet("Data", [[], [], [None, None, 7, None, "words"], [], [None, 1.5]])


def test_the_official_tables_are_read_as_they_stand(realdata: Path) -> None:
    found = sheets.document(str(realdata / "ho_police_use_of_force_2019-20_tables.ods"))
    by_name = {sheet.name: sheet.rows for sheet in found.sheets}
    assert by_name["Cover_sheet"][17] == [None, "Published: 17 December 2020"]
    assert by_name["Contents"][5][4] == datetime(2020, 12, 17)  # noqa: DTZ001
    assert by_name["Table_13"][129][2:4] == ["Derbyshire", 211]
    assert len(found.sha256) == 64


def test_a_workbook_whose_cells_span_everything_is_refused(tmp_path: Path) -> None:
    """A few kilobytes that abort the process that reads them."""
    rows = f'<row r="1">{number("A1", 1)}</row><row r="1048576">{number("XFD1048576", 1)}</row>'
    file = xlsx(tmp_path / "huge.xlsx", rows)
    assert file.stat().st_size < 5000
    with pytest.raises(ConductError, match=r"huge\.xlsx: what it unpacks to needs more than 1,024 MB") as caught:
        sheets.read(str(file))
    assert caught.value.hint


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = xlsx(tmp_path / "bomb.xlsx", "", padding=300)
    assert file.stat().st_size < 600_000
    monkeypatch.setattr(sheets, "MEMORY", 300 * 1024**2)
    with pytest.raises(ConductError, match=r"bomb\.xlsx: what it unpacks to needs more than"):
        sheets.read(str(file))


def test_a_workbook_that_holds_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LONGEST", 1024**2)
    with pytest.raises(ConductError, match=r"long\.xlsx: what stands in it is longer than 1,048,576 bytes"):
        sheets.read(str(xlsx(tmp_path / "long.xlsx", "", padding=3)))


def test_what_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SECONDS", 0)
    monkeypatch.setattr(sheets, "_GRACE", 0)
    with pytest.raises(ConductError, match="reading it took longer than 0 seconds"):
        sheets.read(str(xlsx(tmp_path / "slow.xlsx", "", padding=20)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 and nothing more"),
        ("a.ods", b"PK\x05\x06" + b"\0" * 18),
        ("a.xls", b"\xd0\xcf\x11\xe0 and nothing more"),
        ("a.pdf", b"%PDF-1.7\0"),
        ("a.csv", b'a,"b\n' + b"x" * 200_000),
    ],
)
def test_what_is_no_table_is_said_so(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConductError, match=f"{name}: is not a ") as caught:
        sheets.read(str(tmp_path / name))
    assert caught.value.hint


def test_what_is_not_there_and_what_is_no_file_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotKnown, match="there is no such file"):
        sheets.read(str(tmp_path / "none.ods"))
    with pytest.raises(ConductError, match="is not a file"):
        sheets.read(str(tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_in_the_encodings_that_publishers_use(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "forces.csv").write_bytes('Force,Total\r\n"Heddlu – é, a",1\r\n\r\n,2\r\n'.encode(encoding))
    (sheet,) = sheets.read(str(tmp_path / "forces.csv"))
    assert sheet == sheets.Sheet("forces", [["Force", "Total"], ["Heddlu – é, a", "1"], [], [None, "2"]])


def test_tabs_and_semicolons_separate_too(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Force\tTotal, all\nDorset\t1\n")
    (tmp_path / "b.csv").write_text("Force;Total\nDorset;1\n")
    assert sheets.read(str(tmp_path / "a.tsv"))[0].rows == [["Force", "Total, all"], ["Dorset", "1"]]
    assert sheets.read(str(tmp_path / "b.csv"))[0].rows == [["Force", "Total"], ["Dorset", "1"]]


HEADINGS = {"force": ("Police force",), "total": ("Total",), "drawn": ("Drawn",), "year": ("Year",)}


@pytest.mark.parametrize(
    "text",
    [
        "Taser use by force 2019/20\n\nPolice force,Total,Drawn\nKent,130,100\n",
        "Taser use by force 2019/20\nSource: Home Office\nPolice force;Total;Drawn\nKent;130;100\n",
        "Table 13: use of CED by type, and by police force\nPolice force;Total;Drawn\nKent;130;100\n",
        "Uses; rates; shares; and more\nPolice force\tTotal\tDrawn\nKent\t130\t100\n",
        '"Uses, ""drawn"" or fired"\nPolice force|Total|Drawn\nKent|130|100\n',
        'Taser use by force 2019/20\n"Police\nforce",Total,Drawn\nKent,130,100\n',
    ],
)
def test_the_delimiter_is_the_one_with_which_headings_appear(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    (sheet,) = sheets.document(str(tmp_path / "a.csv"), HEADINGS).sheets
    assert sheet.rows[-1] == ["Kent", "130", "100"]
    assert [str(heading).split() for heading in sheet.rows[-2]] == [["Police", "force"], ["Total"], ["Drawn"]]


def test_only_line_ends_end_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("Force,Total\u2028uses\r\nKent,\x0b1\r".encode())
    assert sheets.read(str(tmp_path / "a.csv"))[0].rows == [["Force", "Total\u2028uses"], ["Kent", "\x0b1"]]


_MANIFEST = """<?xml version="1.0"?><manifest:manifest
xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"""
_ODS = """<?xml version="1.0"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table
table:name="T"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell
office:value-type="string" table:number-columns-repeated="{columns}"><text:p>Kent</text:p></table:table-cell
></table:table-row
></table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(path: Path, rows: int, columns: int) -> Path:
    """A workbook that holds one row of one cell, repeated."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ODS.format(rows=rows, columns=columns))
    return path


@pytest.mark.slow
def test_a_row_that_is_repeated_a_hundred_thousand_times_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few hundred bytes; the program itself is handed no more cells than its limit."""
    file = ods(tmp_path / "repeated.ods", 200_000, 5)
    assert file.stat().st_size < 2000
    monkeypatch.setattr(sheets, "_sheets", lambda _: pytest.fail("the program took it in"))
    with pytest.raises(ConductError, match=r"repeated\.ods: holds more than 500,000 cells, and was not read"):
        sheets.read(str(file))


@pytest.mark.parametrize("limit", [12, 11])
def test_cells_are_counted_with_their_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(sheets, "CELLS", limit)
    (tmp_path / "a.csv").write_text("a,b\n" * 4)
    for file in (ods(tmp_path / "a.ods", 4, 2), tmp_path / "a.csv"):
        if limit == 12:
            assert len(sheets.read(str(file))[0].rows) == 4
        else:
            with pytest.raises(ConductError, match="holds more than 11 cells"):
                sheets.read(str(file))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed in this way here")
def test_no_child_outlives_its_parent(tmp_path: Path) -> None:
    """The child is busy when the parent is killed, and ends by itself."""
    file = xlsx(tmp_path / "slow.xlsx", "", padding=600)
    told = tmp_path / "child"
    script = (
        "import subprocess, sys\nfrom conductcli.importers import sheets\nstart = subprocess.Popen\n"
        "def noted(*a, **k):\n    child = start(*a, **k)\n    open(sys.argv[2], 'w').write(str(child.pid))\n"
        "    return child\nsheets.subprocess.Popen = noted\nsheets.read(sys.argv[1])"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(file), str(told)])
    until = time.monotonic() + HANG
    while not (told.exists() and told.read_text()) and time.monotonic() < until:
        time.sleep(0.01)
    child = int(told.read_text())
    time.sleep(0.2)
    os.kill(child, 0)  # it runs
    parent.kill()
    parent.wait()
    while time.monotonic() < until:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("the child still runs")

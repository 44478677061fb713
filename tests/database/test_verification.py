"""Quotations of case files against archived documents: found, believed, warned of, kept, shown."""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conductcli.output import phrases, wording
from tests.conftest import run_child, run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Answer

DOCUMENT = "The watchdog spoke.\n“We found no breach,” said Robin Hale.\nThe force used it 211 times.\n"
QUOTE = "We found no breach"
PAGE = """<!DOCTYPE html><html><head><title>A page</title></head><body><nav><a href="/">Home</a></nav><article>
<h1>A stop at the harbour</h1>
<p>The watchdog spoke at length about the stop at the harbour, and about what the officers did on that day.</p>
<p>“We found no&nbsp;breach,” said Robin Hale, who led the investigation and wrote the report that followed it.</p>
</article><footer>About us</footer></body></html>
"""


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


class Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class Desk:
    """A case file, its archived documents, and the program that is asked about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.file = self.data / "cases.yaml"
        self.kept = self.data / "quotations.json"
        self.snapshots = folder / "snapshots"
        self.data.mkdir()
        self.snapshots.mkdir()
        self.write()
        self.archive(DOCUMENT)

    def archive(self, text: str, name: str = "report.txt") -> None:
        (self.snapshots / name).write_text(text, encoding="utf-8", newline="")

    def write(self, quote: str = QUOTE, *, snapshot: Any = ..., sources: Any = (), **more: Any) -> None:
        """One case with one statement; `more` are keys of the statement, of the case (conflicts) or of the file."""
        snapshot = {"file": "report.txt", "sha256": digest(DOCUMENT)} if snapshot is ... else snapshot
        source = {
            "id": "report",
            "title": "A report",
            "publisher": "IOPC",
            "kind": "report",
        } | ({"snapshot": snapshot} if snapshot else {})
        statement = {"id": "said", "made_by": "iopc", "text": "No breach.", "speaker": "Robin Hale", "quote": quote}
        case: dict[str, Any] = {"id": "harbour", "title": "A stop", "kind": "investigation", "summary": "A stop."}
        case |= {"oversight": "iopc", "matter": "complaint", "forces": ["greater-manchester"], "source": "report"}
        case |= {key: more.pop(key) for key in ("conflicts",) if key in more}
        figures = more.pop("figures", [])
        case["statements"] = [statement | more]
        content: dict[str, Any] = {"format": 1, "sources": [source, *sources], "cases": [case], "figures": figures}
        self.file.write_text(yaml.dump(content, Dumper=Plain, sort_keys=False, allow_unicode=True), encoding="utf-8")

    def check(self, *options: str) -> Answer:
        return run_here("check", self.data, "--snapshots", self.snapshots, "--json", *options)

    def load(self, *options: str | Path) -> Answer:
        return run_here("load", self.data, "--db", self.folder / "it.db", *options)

    def statement(self, *options: str | Path) -> dict[str, Any]:
        """The statement as it is listed."""
        asked = run_here("statements", "--json", *(options or ("--db", self.folder / "it.db")))
        assert asked.code == 0, asked.err
        (row,) = asked.json
        return {key: row[key] for key in row if key.startswith("quote_") or (key == "omitted" and row[key] is not None)}


CHECKED = {"quote_check": "exact", "quote_source": "report", "quote_start": 21, "quote_end": 39, "quote_line": 2}
UNCHECKED = dict.fromkeys((*CHECKED, "quote_checked_on")) | {"quote_check": "unchecked"}


NOT_CHECKED = ("quotation-not-checked", "warning", "cases[0].statements[0].quote")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def codes(answer: Answer) -> list[tuple[str, str, str]]:
    return [(row["code"], row["severity"], row["path"]) for row in answer.json]


def test_what_stands_there_is_no_problem(desk: Desk) -> None:
    answer = desk.check("--strict")
    assert (answer.code, answer.json) == (0, [])
    assert desk.load("--snapshots", desk.snapshots).code == 0
    row = desk.statement()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.pop("quote_checked_on"))
    assert row == CHECKED
    assert not desk.kept.exists()


def test_offsets_are_those_of_the_file_whatever_its_line_ends(desk: Desk) -> None:
    text = "\ufeff" + DOCUMENT.replace("\n", "\r\n")
    desk.archive(text)
    desk.write(snapshot={"file": "report.txt"})
    desk.load("--snapshots", desk.snapshots)
    assert {key: value for key, value in desk.statement().items() if value != CHECKED.get(key)}.keys() == {
        "quote_start", "quote_end", "quote_checked_on",
    }  # fmt: skip
    assert (desk.statement()["quote_start"], desk.statement()["quote_line"]) == (22, 2)


@pytest.mark.parametrize("snapshot", [{"file": "gone.txt", "sha256": digest(DOCUMENT)}, {"sha256": digest(DOCUMENT)}])
def test_a_document_is_found_by_its_digest_under_another_name(desk: Desk, snapshot: dict[str, str]) -> None:
    desk.write("We found a breach", snapshot=snapshot)
    assert [code for code, _, _ in codes(desk.check())] == ["quotation-absent"]
    desk.write(snapshot=snapshot)
    assert desk.check("--strict").code == 0


def test_another_document_under_the_name_is_an_error_and_nothing_is_loaded(desk: Desk) -> None:
    desk.archive("Something else.")
    answer = desk.check()
    assert answer.code == 4
    assert codes(answer) == [("snapshot-differs", "error", "sources[0].snapshot.sha256"), NOT_CHECKED]
    assert digest("Something else.") in answer.json[0]["message"]
    assert answer.json[1]["message"] == "the quotation was not checked: the document of report is another one"
    assert desk.load("--snapshots", desk.snapshots).code == 4
    assert not (desk.folder / "it.db").exists()


@pytest.mark.parametrize(
    ("snapshot", "reason"),
    [
        ({"file": "gone.txt"}, "gone.txt of report is not in the folder of documents"),
        ({"sha256": "0" * 64}, "the document of report is not in the folder of documents"),
        (None, "report names no snapshot"),
    ],
)
def test_a_quotation_without_its_document_is_told(desk: Desk, snapshot: dict[str, str] | None, reason: str) -> None:
    desk.write("We found a breach", snapshot=snapshot)
    answer = desk.check()
    assert (answer.code, codes(answer)) == (0, [NOT_CHECKED])
    assert answer.json[0]["message"] == f"the quotation was not checked: {reason}"
    assert desk.check("--strict").code == 4
    assert "0 of 1 quotations checked, 1 not checked" in answer.err
    assert run_here("check", desk.data, "--json").json == []
    desk.load("--snapshots", desk.snapshots)
    assert desk.statement() == UNCHECKED


def test_what_is_absent_is_a_warning_and_with_strict_an_error(desk: Desk) -> None:
    desk.write("We found a breach")
    answer = desk.check()
    assert answer.code == 0
    assert codes(answer) == [("quotation-absent", "warning", "cases[0].statements[0].quote")]
    (problem,) = answer.json
    assert problem["line"] == 1 + desk.file.read_text(encoding="utf-8").splitlines().index(
        "    quote: We found a breach"
    )
    assert problem["message"] == ("the quotation is not in report word for word; nearest: We found [-no-]{+a+} breach")
    assert desk.check("--strict").code == 4
    assert desk.load("--snapshots", desk.snapshots).code == 0
    row = desk.statement()
    assert (row["quote_check"], row["quote_source"], row["quote_line"]) == ("absent", "report", None)


def test_conflicts_and_figures_are_quoted_too(desk: Desk) -> None:
    conflict = {"source": "report", "says": "Otherwise.", "quote": "the force never used it"}
    figure = {"id": "uses", "organisation": "greater-manchester", "measure": "taser_uses", "value": 211}
    figure |= {"unit": "officer_use", "source": "report", "quote": "used it 210 times", "conflicts": [conflict]}
    desk.write(conflicts=[conflict | {"quote": "said Robin Hale"}, conflict], figures=[figure])
    assert {path for _, _, path in codes(desk.check())} == {
        "cases[0].conflicts[1].quote",
        "figures[0].quote",
        "figures[0].conflicts[0].quote",
    }
    desk.write(figures=[figure | {"quote": "used it 211 times", "conflicts": []}])
    assert desk.load("--snapshots", desk.snapshots).code == 0
    (row,) = run_here("figures", "--json", "--db", desk.folder / "it.db").json
    assert (row["quote_check"], row["quote_line"]) == ("exact", 3)


def test_of_several_sources_the_one_in_which_it_stands_counts(desk: Desk) -> None:
    other = {"id": "other", "title": "Other", "publisher": "X", "kind": "news", "snapshot": {"file": "other.txt"}}
    desk.archive("Nothing was found, no breach. We know.\n", "other.txt")
    desk.write(sources=[other], source=["other", "report"])
    desk.load("--snapshots", desk.snapshots)
    assert (desk.statement()["quote_check"], desk.statement()["quote_source"]) == ("exact", "report")
    assert desk.check("--strict").code == 0
    desk.write("We found a breach", sources=[other], source=["other", "report"])
    (problem,) = desk.check().json
    nearest = {"report": "nearest: We found [-no-]{+a+} breach", "other": ""}
    named = re.search(r"not in (\w+)", problem["message"])
    assert named
    assert nearest[named[1]] in problem["message"]


@pytest.mark.parametrize("given", ["data", "file"])
def test_verdicts_are_kept_beside_the_data_and_believed(desk: Desk, given: str) -> None:
    place = desk.data if given == "data" else desk.file
    assert run_here("check", place, "--snapshots", desk.snapshots, "--record").code == 0
    content = json.loads(desk.kept.read_text(encoding="utf-8"))
    (entry,) = content["quotations"]
    assert (entry["source_sha256"], entry["quote_sha256"]) == (digest(DOCUMENT), digest(QUOTE))
    assert [entry[key] for key in ("verdict", "start", "end", "line")] == ["exact", 21, 39, 2]
    assert desk.load().code == 0
    assert desk.statement() == CHECKED | {"quote_checked_on": entry["checked_on"]}
    assert desk.statement("--data", place) == desk.statement()


def test_keeping_them_again_changes_nothing_and_the_first_date_stays(desk: Desk) -> None:
    desk.check("--record")
    earlier = re.sub(rb'"checked_on": "[^"]+"', b'"checked_on": "2020-02-03"', desk.kept.read_bytes())
    desk.kept.write_bytes(earlier)
    desk.check("--record")
    assert desk.kept.read_bytes() == earlier
    desk.load("--snapshots", desk.snapshots)
    assert desk.statement()["quote_checked_on"] == "2020-02-03"
    desk.write("We found a breach")
    desk.check("--record")
    (entry,) = json.loads(desk.kept.read_bytes())["quotations"]
    assert (entry["verdict"], entry["start"]) == ("absent", None)
    assert entry["checked_on"] != "2020-02-03"


def test_verdicts_on_documents_that_are_not_at_hand_are_kept(desk: Desk, tmp_path: Path) -> None:
    desk.check("--record")
    before = desk.kept.read_bytes()
    (tmp_path / "empty").mkdir()
    answer = run_here("check", desk.data, "--snapshots", tmp_path / "empty", "--record", "--json")
    assert (answer.code, codes(answer)) == (0, [NOT_CHECKED])
    assert answer.json[0]["message"].endswith("is kept (exact)")
    assert desk.kept.read_bytes() == before


def test_to_find_no_problem_is_to_say_how_many_were_checked(desk: Desk) -> None:
    answer = run_here("check", desk.data, "--snapshots", desk.snapshots)
    assert answer.err == "conductcli: no problems; 1 of 1 quotations checked\n"
    assert "1 of 1 quotations checked" in desk.load("--snapshots", desk.snapshots).err
    assert "quotations" not in desk.load().err
    text = re.sub(r".*quote: .*\n", "", desk.file.read_text(encoding="utf-8"))
    desk.file.write_text(text, encoding="utf-8")
    answer = run_here("check", desk.data, "--snapshots", desk.snapshots)
    assert answer.err == "conductcli: no problems; there are no quotations to check\n"


def test_a_source_that_was_not_checked_is_named_where_another_lacks_the_words(desk: Desk) -> None:
    other = {"id": "other", "title": "Other", "publisher": "X", "kind": "news"}
    desk.write("We found a breach", sources=[other], source=["other", "report"])
    (problem,) = desk.check().json
    assert problem["code"] == "quotation-absent"
    assert problem["message"].endswith("another source was not checked: other names no snapshot")


def test_nothing_to_keep_is_kept_as_nothing(desk: Desk) -> None:
    desk.write(snapshot=None)
    desk.check("--record")
    assert json.loads(desk.kept.read_bytes()) == {"format": 1, "quotations": []}
    assert desk.load().code == 0


def test_a_kept_absence_is_warned_of(desk: Desk) -> None:
    desk.write("We found a breach")
    desk.check("--record")
    answer = run_here("check", desk.data, "--json")
    assert codes(answer) == [("quotation-absent", "warning", "cases[0].statements[0].quote")]


@pytest.mark.parametrize(
    "changed",
    [{"quote": "We found no breach,"}, {"snapshot": {"file": "report.txt", "sha256": "0" * 64}}, {"snapshot": None}],
)
def test_verdicts_on_something_else_are_not_believed(desk: Desk, changed: dict[str, Any]) -> None:
    desk.check("--record")
    desk.write(**changed)
    assert desk.load().code == 0
    assert desk.statement() == UNCHECKED


ENTRY = {
    "source_sha256": digest(DOCUMENT), "quote_sha256": digest(QUOTE), "verdict": "exact",
    "start": 21, "end": 39, "line": 2, "checked_on": "2020-02-03",
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "[" * 100_000,
        '{"format": 2, "quotations": []}',
        '{"format": 1, "quotations": [{}]}',
        '{"format": 1, "quotations": ["x"]}',
        json.dumps({"format": 1, "quotations": [ENTRY | {"verdict": "nearly"}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"verdict": ["exact"]}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"start": "21"}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"start": None}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"checked_on": 2020}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"more": 1}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"omitted": ["not"]}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"verdict": "elided", "omitted": "not"}]}),
        json.dumps({"format": 1, "quotations": [ENTRY | {"verdict": "elided", "omitted": [1]}]}),
        b"\xff\xfe",
    ],
)
@pytest.mark.parametrize("command", ["load", "check"])
def test_a_broken_record_is_one_clear_message(desk: Desk, content: str | bytes, command: str) -> None:
    desk.kept.write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = desk.load() if command == "load" else run_here("check", desk.data)
    assert answer.code == 1
    assert str(desk.kept) in answer.err
    assert answer.err.count("conductcli: ") == 1
    assert "Traceback" not in answer.err


def test_a_changed_record_refreshes_the_cache(desk: Desk) -> None:
    assert desk.statement("--data", desk.data) == UNCHECKED
    desk.check("--record")
    assert desk.statement("--data", desk.data)["quote_check"] == "exact"
    content = desk.kept.read_text(encoding="utf-8")
    desk.kept.write_text(content.replace('"exact"', '"typography"'), encoding="utf-8")
    os.utime(desk.kept, (1, 1))
    assert desk.statement("--data", desk.data)["quote_check"] == "typography"
    desk.kept.unlink()
    assert desk.statement("--data", desk.data) == UNCHECKED


def test_to_keep_verdicts_there_must_be_documents(desk: Desk) -> None:
    answer = run_here("check", desk.data, "--record")
    assert (answer.code, answer.out) == (2, "")
    assert "--snapshots" in answer.err
    assert not desk.kept.exists()


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_folder_that_is_not_there_is_a_clear_error(desk: Desk, command: str) -> None:
    arguments = ("--db", desk.folder / "it.db") if command == "load" else ()
    for folder in (desk.folder / "nowhere", desk.file):
        answer = run_here(command, desk.data, "--snapshots", folder, *arguments)
        assert answer.code in (1, 2)
        assert str(folder) in answer.err
        assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"%PDF-1.4\n\x80\x81", b"We found\x00 no breach", b"\x81\x8d\x8f"]
)
def test_a_document_that_is_no_text_is_one_problem_among_others(desk: Desk, content: bytes) -> None:
    other = {"id": "other", "title": "Other", "publisher": "X", "kind": "news", "snapshot": {"file": "other.txt"}}
    (desk.snapshots / "other.txt").write_bytes(content)
    conflict = {"source": "other", "says": "Otherwise.", "quote": "We found no breach"}
    desk.write("We found a breach", sources=[other], conflicts=[conflict])
    answer = desk.check()
    assert answer.code == 4
    assert codes(answer) == [
        ("snapshot-unreadable", "error", "sources[1].snapshot.file"),
        ("quotation-not-checked", "warning", "cases[0].conflicts[0].quote"),
        ("quotation-absent", "warning", "cases[0].statements[0].quote"),
    ]
    assert "other.txt is not plain text" in answer.json[0]["message"]
    assert answer.json[1]["message"] == "the quotation was not checked: the document of other cannot be read"
    assert "1 of 2 quotations checked, 1 not checked" in answer.err


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_documents_of_other_encodings_are_read(desk: Desk, encoding: str) -> None:
    (desk.snapshots / "report.txt").write_bytes(DOCUMENT.encode(encoding))
    desk.write("“We found no breach,”", snapshot={"file": "report.txt"})
    assert desk.check("--strict").json == []
    desk.load("--snapshots", desk.snapshots)
    assert (desk.statement()["quote_check"], desk.statement()["quote_start"]) == ("exact", 20)


@pytest.mark.parametrize(
    ("speaker", "warned"), [("Robin Hale", False), ("Sir R. Hale", False), ("Robin Hall", True), (None, False)]
)
def test_a_speaker_whom_the_document_does_not_name_is_warned_of(desk: Desk, speaker: str | None, warned: bool) -> None:
    desk.write(**({"speaker": speaker} if speaker else {}))
    if speaker is None:
        desk.file.write_text(re.sub(r".*speaker: .*\n", "", desk.file.read_text(encoding="utf-8")), encoding="utf-8")
    expected = [("speaker-not-named", "warning", "cases[0].statements[0].speaker")] if warned else []
    answer = desk.check()
    assert (answer.code, codes(answer)) == (0, expected)
    assert desk.check("--strict").code == (4 if warned else 0)


def test_who_said_what_is_not_in_quotation_marks_is_not_asked(desk: Desk) -> None:
    desk.write("The force used it", speaker="Robin Hall")
    assert desk.check().json == []


def test_pages_are_read_as_text(desk: Desk) -> None:
    desk.archive(PAGE, "page.html")
    desk.write(snapshot={"file": "page.html", "sha256": digest(PAGE)})
    assert desk.check("--strict").json == []
    desk.load("--snapshots", desk.snapshots)
    from conductcli.documents.snapshots import Snapshots

    snapshot = Snapshots(str(desk.snapshots)).find("page.html", digest(PAGE))
    assert snapshot
    row = desk.statement()
    assert row["quote_check"] in ("exact", "typography")
    assert snapshot.text[row["quote_start"] : row["quote_end"]].split() == QUOTE.split()
    assert row["quote_line"] == snapshot.text.count("\n", 0, row["quote_start"]) + 1
    desk.write("We found a breach", snapshot={"file": "page.html"})
    assert [code for code, _, _ in codes(desk.check())] == ["quotation-absent"]


def test_a_page_without_text_is_a_clear_error(desk: Desk) -> None:
    desk.archive("<html><body></body></html>", "page.html")
    desk.write(snapshot={"file": "page.html"})
    answer = desk.check()
    assert answer.code == 4
    assert codes(answer) == [("snapshot-unreadable", "error", "sources[0].snapshot.file"), NOT_CHECKED]
    assert "page.html: no text was found" in answer.json[0]["message"]


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("The harbour wall on the night of the stop", "exact"),
        ("We have asked the force to look again", "exact"),
        ("One officer was dismissed ... after a hearing", "elided"),
        ("We have asked the force to look away", "absent"),
        ("The harbour wall on the night of the stop We have asked", "typography"),
        ("About us", "exact"),
        ("let hidden", "absent"),
    ],
)
def test_words_outside_the_main_text_of_a_page_are_found_there(desk: Desk, quote: str, verdict: str) -> None:
    boxes = """<aside><figure><figcaption>The harbour wall on the night of the <b>stop</b></figcaption></figure></aside>
<aside class="pullquote">We have asked the force
to look again</aside>
<aside>One officer was dismissed without notice after a hearing</aside>
<script>let hidden = 1</script><!-- let hidden --></article>"""
    page = PAGE.replace("</article>", boxes)
    desk.archive(page, "page.html")
    desk.write(quote, snapshot={"file": "page.html", "sha256": digest(page)})
    expected = ["quotation-absent"] if verdict == "absent" else ["quotation-outside-text"]
    expected += ["elided-negation"] if verdict == "elided" else []
    for _ in range(2):  # the second time, the verdict was kept
        answer = desk.check("--record")
        assert [code for code, _, _ in codes(answer)] == expected
        assert ("outside its main text" in answer.json[0]["message"]) is (verdict != "absent")
    assert desk.load().code == 0
    row = desk.statement()
    assert (row["quote_check"], row["quote_start"], row["quote_line"]) == (verdict, None, None)


def test_the_words_that_an_elision_leaves_out_are_in_every_output(desk: Desk, tmp_path: Path) -> None:
    quote = "We found ... breach"
    figure = {"id": "uses", "organisation": "greater-manchester", "measure": "taser_uses", "value": 211}
    figure |= {"unit": "officer_use", "source": "report", "quote": "The force ... 211 times", "text": "Uses."}
    conflict = {"source": "report", "says": "Otherwise.", "quote": "The watchdog [...] spoke"}
    desk.write(quote, figures=[figure | {"case_id": "harbour"}], conflicts=[conflict | {"quote": "force ... it 211"}])
    answer = desk.check("--record")
    assert codes(answer) == [("elided-negation", "warning", "cases[0].statements[0].quote")]
    assert answer.json[0]["message"] == "the quotation leaves out “no”, which can turn its sense"
    assert "elided-negation" in [code for code, _, _ in codes(run_here("check", desk.data, "--json"))]
    kept = {entry["verdict"]: entry.get("omitted") for entry in json.loads(desk.kept.read_bytes())["quotations"]}
    assert kept["elided"]
    assert desk.load().code == 0
    db = ("--db", desk.folder / "it.db")
    assert desk.statement()["omitted"] == ["no"]
    (row,) = run_here("figures", "--json", *db).json
    assert row["omitted"] == ["used it"]
    whole = run_here("show", "harbour", "--json", *db).json
    assert whole["statements"][0]["omitted"] == ["no"]
    assert whole["conflicts"][0]["omitted"] == ["used"]
    assert whole["figures"][0]["omitted"] == ["used it"]
    (found,) = [row for row in run_here("search", "found", "--json", *db).json if row["field"] == "quote"]
    assert found["omitted"] == ["no"]
    assert "leaves out “no”" in run_here("show", "harbour", *db, columns=120).out
    assert "leaves out “used”" in run_here("show", "harbour", *db, columns=120).out
    assert "leaves out “no”" in phrases.phrase("statements", whole["statements"][0])  # as compare shows it
    assert wording.verdict(whole["statements"][0])[1].endswith("leaves out “no”")  # as the brief and the page show it
    assert "omitted" in run_here("statements", *db, columns=200).out
    assert "| no |" in run_here("statements", *db, "--format", "markdown").out
    page = tmp_path / "page.html"
    assert run_here("report", "harbour", *db, "--output", page).code == 0
    assert page.read_text(encoding="utf-8").count("leaves out “no”") == 1
    assert "leaves out “used”" in page.read_text(encoding="utf-8")
    assert run_here("export", tmp_path / "out", *db, "--format", "csv").code == 0
    assert "omitted" in (tmp_path / "out" / "quotations.csv").read_text(encoding="utf-8")


def test_pages_without_what_reads_them_say_what_to_install(desk: Desk) -> None:
    desk.archive(PAGE, "page.html")
    desk.write(snapshot={"file": "page.html"})
    hidden = desk.folder / "hidden"
    hidden.mkdir()
    (hidden / "trafilatura.py").write_text("raise ImportError", encoding="utf-8")
    answer = run_child("check", desk.data, "--snapshots", desk.snapshots, "--json", env={"PYTHONPATH": str(hidden)})
    assert answer.code == 4
    assert [code for code, _, _ in codes(answer)] == ["snapshot-unreadable", "quotation-not-checked"]
    assert "page.html: reading web pages needs trafilatura" in answer.json[0]["message"]
    assert answer.json[0]["hint"] == "pip install 'conductcli[html]'"


def test_quotations_are_shown_with_verdict_and_line(desk: Desk) -> None:
    desk.check("--record")
    statements = run_here("statements", "--data", desk.data, columns=200).out
    assert "exact" in statements
    shown = run_here("show", "harbour", "--data", desk.data, columns=120).out
    assert "exact, line 2" in shown
    (record,) = run_here("show", "harbour", "--data", desk.data, "--json").json["statements"]
    assert {key: record[key] for key in CHECKED} == CHECKED
    desk.kept.unlink()
    assert "unchecked" in run_here("statements", "--data", desk.data, columns=200).out
    assert "unchecked" in run_here("show", "harbour", "--data", desk.data, columns=120).out


def test_every_quotation_that_ships_was_verified(register_db: Path) -> None:
    quoted = 0
    for listing in ("findings", "recommendations", "statements", "figures"):
        for row in run_here(listing, "--json", "--db", register_db).json:
            if row["quote"]:
                quoted += 1
                assert row["quote_check"] in ("exact", "typography"), (row["id"], row["quote_check"])
                assert row["quote_line"] >= 1
                assert row["quote_start"] < row["quote_end"]
    assert quoted > 40


def test_the_seeds_hold_every_quotation_that_ships(shared: Path, register_db: Path) -> None:
    answer = run_here("check", "--snapshots", shared / "seeds", "--json")
    assert [row for row in answer.json if row["code"].startswith(("quotation", "snapshot", "speaker"))] == []


def test_the_shipped_verdicts_are_those_of_the_seeds(shared: Path, tmp_path: Path) -> None:
    from conductcli.database.opening import shipped

    for name in ("cases.yaml", "quotations.json"):
        (tmp_path / name).write_bytes((shipped() / name).read_bytes())
    assert run_here("check", tmp_path, "--snapshots", shared / "seeds", "--record").code == 0
    assert (tmp_path / "quotations.json").read_bytes() == (shipped() / "quotations.json").read_bytes()

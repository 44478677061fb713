"""What an address may cost: an answer that says what is wrong with it, in time and within bounds."""

from __future__ import annotations

import json
import signal
import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductcli.database.search import MOST_WORDS
from conductcli.serve import limits
from tests.conftest import HANG
from tests.data import SMALL, database
from tests.serve.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serve.serving import Reply, Site

pytestmark = pytest.mark.slow

TABLE = "/register/findings"
WRONG = [
    {"_sort": "nope"}, {"_sort_desc": "nope"}, {"_through": "[]"}, {"_through": "{"}, {"_through": '{"table": "nope"}'},
    {"id__in": "["}, {"_facet": "nope"}, {"_facet_array": "nope"}, {"_facet_date": "nope"}, {"_size": "nope"},
    {"_col": "nope"}, {"nope__in": "[1]"},
]  # fmt: skip


def sql(site: Site, query: str) -> Reply:
    return site.get("/register.json", sql=query, _shape="array")


@pytest.mark.parametrize("path", [TABLE, f"{TABLE}.json", "/register/case_list.json"])
@pytest.mark.parametrize("asked", WRONG, ids=urlencode)
def test_what_no_page_can_show_is_the_askers_to_mend(small: Site, path: str, asked: dict[str, str]) -> None:
    reply = small.get(path, **asked)
    assert reply.status == 400, reply.body
    assert "Traceback" not in reply.body
    assert "select " not in reply.body.lower()
    assert small.get(path).status == 200


NAMES = """
_sort _sort_desc _through _facet _facet_array _facet_date _facet_size _size _next _col _nocol _search _search_text
_where _searchmode _shape _json _nofacet _nosuggest _nocount _trace _timelimit _ttl _labels _stream _header _extra
words case _filter_column _filter_op _filter_value
_filter_column_1 id__in text__like text__glob text__arraycontains id__date
made_on__gt made_by__isnull id__nope nope rowid _blob_column measure as_of status
"""
VALUES = """
nope [ [] {} 1 -1 max 99999999999999999999 1e999 ' " a,b * a* NEAR( col:x [1] ["a"] null on array objects id text -- ..
% {"table":"cases","column":"id","value":"x"} 2020-99-99 PRAGMA csv ~ \u202e
"""
PATHS = (
    "/register /register.json /register/cases /register/problems.json /register/search_everything /register/case_list"
)
ASKED = st.tuples(st.sampled_from(NAMES.split()), st.sampled_from(["", "select 1", "x" * 3000, *VALUES.split()]))


@settings(max_examples=200)
@given(st.sampled_from([TABLE, f"{TABLE}.json", *PATHS.split()]), st.lists(ASKED, min_size=1, max_size=3))
def test_no_address_makes_the_site_fail(small: Site, path: str, asked: list[tuple[str, str]]) -> None:
    reply = small.get(f"{path}?{urlencode(asked)}")
    assert reply.status < 500, reply.body
    assert "Traceback" not in reply.body


def test_nothing_that_is_asked_reaches_the_terminal(tmp_path: Path) -> None:
    with serving(tmp_path / "there", "--db", database(SMALL), "--sql") as site:
        for asked in WRONG:
            site.get(TABLE, **asked)
        sql(site, "select nope")
        assert site.end() == (130, "")


WORDS = [
    " ".join(["police"] * (MOST_WORDS + 1)),
    "-".join(["police"] * (MOST_WORDS + 1)),
    '"' + " ".join(["police"] * (MOST_WORDS + 1)) + '"',
    " ".join(f"a{number}*" for number in range(8_000)),
]


@pytest.mark.parametrize("words", WORDS, ids=["words", "hyphens", "phrase", "beginnings"])
@pytest.mark.parametrize(
    ("path", "name"), [(TABLE, "_search"), (TABLE, "_search_text"), ("/register/search_everything", "words")]
)
def test_a_search_of_too_many_words_is_refused_in_a_sentence(small: Site, path: str, name: str, words: str) -> None:
    reply = small.get(path, **{name: words})
    assert reply.status == 400
    assert f"at most {MOST_WORDS} words" in reply.body
    assert f"at most {MOST_WORDS}" not in small.get(path, **{name: " ".join(["police"] * MOST_WORDS)}).body


def test_nobody_speaks_the_syntax_of_the_index(small: Site) -> None:
    for name in ("_searchmode", "%5Fsearchmode"):
        assert small.get(f"{TABLE}.json?{name}=raw&_search=%22").status == 200


@pytest.mark.parametrize(
    "query",
    [
        "select length(randomblob(900000000))",
        "select length(zeroblob(900000000) || 'x')",
        f"with n(x) as (select 1 union all select x + 1 from n) select randomblob({limits.LONGEST // 2}) from n",
    ],
)
def test_what_a_query_takes_is_bounded(opened: Site, query: str) -> None:
    assert sql(opened, query).status == 400
    status = f"/proc/{opened.process.pid}/status"
    with open(status, encoding="utf-8") as lines:  # noqa: PTH123
        most = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    assert most < 500_000  # KiB


def test_where_the_files_lie_is_not_told_even_to_sql(opened: Site) -> None:
    found: list[Any] = json.loads(sql(opened, "select path from files").body)
    assert found == []
    with urlopen(f"{opened.url}/register.db") as download:
        assert str(SMALL).encode() not in download.read()
    for query in ("select * from pragma_database_list()", "select * from pragma_database_list"):
        reply = sql(opened, query)
        assert reply.status == 400
        assert str(opened.temporary) not in reply.body
    assert sql(opened, "select * from pragma_table_info('cases')").status == 200


def test_requests_that_are_never_finished_are_ended(small: Site) -> None:
    beginnings = [b"", b"G", b"GET /register HTTP/1.1\r\nHost: x", b"POST / HTTP/1.1\r\nContent-"]
    with ExitStack() as opened:
        lines = [opened.enter_context(socket.create_connection(("127.0.0.1", small.port), HANG)) for _ in beginnings]
        for line, sent in zip(lines, beginnings, strict=True):
            line.sendall(sent)
        assert [line.recv(1_000) for line in lines] == [b""] * len(lines)


def test_a_long_query_is_no_reason_to_go_on(tmp_path: Path) -> None:
    with serving(tmp_path / "there", "--db", database(SMALL), "--sql") as site:
        endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
        query = urlencode({"sql": endless})
        with socket.create_connection(("127.0.0.1", site.port), timeout=HANG) as line:
            line.sendall(f"GET /register.json?{query} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
            time.sleep(0.5)
            assert site.end(signal.SIGINT) == (130, "")
        assert not list(site.temporary.iterdir())

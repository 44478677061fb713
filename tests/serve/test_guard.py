"""Who may ask the site, and for what: seen from outside, over HTTP."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from tests.conftest import HANG

if TYPE_CHECKING:
    from tests.serve.serving import Site

PAGES = ["/register", "/register/cases", "/register.json", "/nothing", "/-/static/app.css", "/style/site.css", "/"]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_this_machine_is_answered(small: Site, name: str) -> None:
    assert small.get("/register", host=f"{name}:{small.port}").status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.example",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "localhost.:{port}",
        "[::1]:{port}",
        "0.0.0.0:{port}",
        "127.0.0.1:{port}@evil.example",
        "",
    ],
)
def test_any_other_name_is_refused_before_anything_is_told(small: Site, host: str) -> None:
    replies = {path: small.get(path, host=host.format(port=small.port)) for path in PAGES}
    refusal = (421, f"This site answers only at 127.0.0.1:{small.port}.\n")
    assert {path: (reply.status, reply.body) for path, reply in replies.items()} == dict.fromkeys(PAGES, refusal)


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1:{port}", "evil.example"], ["evil.example", "127.0.0.1:{port}"]])
def test_no_name_or_two_are_refused(small: Site, hosts: list[str]) -> None:
    lines = "".join(f"Host: {host.format(port=small.port)}\r\n" for host in hosts)
    with socket.create_connection(("127.0.0.1", small.port), timeout=HANG) as line:
        line.sendall(f"GET /register HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
        status = int(line.makefile("rb").readline().split()[1])
    assert 400 <= status < 500


def test_an_address_in_the_request_line_does_not_stand_for_the_name(small: Site) -> None:
    with socket.create_connection(("127.0.0.1", small.port), timeout=HANG) as line:
        line.sendall(b"GET http://127.0.0.1/register HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert b" 421 " in line.makefile("rb").readline()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_the_site_can_only_be_read(small: Site, method: str) -> None:
    reply = small.get("/register/said_found_done", method=method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def test_nothing_is_told_of_the_machine(small: Site) -> None:
    pages = [
        "databases", "metadata", "versions", "plugins", "settings", "threads", "actor", "permissions", "messages",
        "allow-debug", "patterns", "auth-token", "logout", "config", "metadata.json", "",
    ]  # fmt: skip
    assert [page for page in pages if small.get(f"/-/{page}").status != 404] == []


def test_no_page_leads_out_of_the_folder_of_styles(small: Site) -> None:
    for path in ("/style/../app.py", "/style/..%2Fapp.py", "/-/static/../app.py", "/-/static/..%2f..%2fapp.py"):
        assert small.get(path).status in (403, 404)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(small: Site, path: str) -> None:
    headers = small.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_no_two_answers_have_the_same_number(small: Site) -> None:
    numbers = [re.findall(r"nonce-([^']+)'", small.get("/register").headers["content-security-policy"]) for _ in "12"]
    assert not set(numbers[0]) & set(numbers[1])


def test_scripts_and_styles_have_the_number_of_their_answer(small: Site) -> None:
    reply = small.get("/register/findings")
    inline = re.findall(r"<(?:script|style)\b([^>]*)>", reply.body)
    numbers = {re.findall(r'nonce="([^"]+)"', attributes)[0] for attributes in inline}
    assert len(inline) > 2
    assert numbers == set(re.findall(r"nonce-([^']+)'", reply.headers["content-security-policy"]))
    assert " style=" not in reply.body


def test_sql_and_downloads_are_shut(small: Site) -> None:
    assert small.get("/register", sql="select 1").status == 403
    assert small.get("/register.json", sql="select 1").status == 403
    assert small.get("/register/cases", _where="1=1").status == 403
    assert small.get("/register.db").status == 403
    assert small.get("/register/cases.csv", _stream="1").status != 200
    assert "textarea" not in small.get("/register").body


def test_sql_and_downloads_are_open_if_asked_for(opened: Site) -> None:
    answer = opened.get("/register.json", sql="select count(*) as n from cases", _shape="array")
    assert (answer.status, answer.body) == (200, '[{"n": 3}]')
    assert "textarea" in opened.get("/register").body
    assert opened.get("/register/cases.csv", _stream="1").status == 200
    assert opened.get("/register.db", method="HEAD").status in (200, 405)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from cases",
        "insert into cases (id) values ('x')",
        "attach database '/tmp/x.db' as x",
        "pragma query_only = off",
        "select load_extension('x')",
        "create temp table x (y)",
        "vacuum into '/tmp/x.db'",
    ],
)
def test_open_sql_only_reads(opened: Site, sql: str) -> None:
    assert opened.get("/register.json", sql=sql).status == 400


def test_a_fault_tells_nothing_of_the_inside(small: Site) -> None:
    for path in ("/nothing", "/register/nothing", "/register/cases/nothing"):
        reply = small.get(path)
        assert reply.status == 404
        assert "Traceback" not in reply.body
        assert str(small.temporary) not in reply.body

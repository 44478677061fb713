"""What Datasette is told: every table that a person reads has its meaning, and all else is out of sight."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from conductcli.analysis.comparability import KEYS
from conductcli.database import schema, tables
from conductcli.database.listings import LISTINGS
from conductcli.serve import comparability_table
from conductcli.serve.canned_queries import QUERIES
from conductcli.serve.metadata import NAME, UNITS, Held, concealed, metadata

if TYPE_CHECKING:
    from tests.serve.serving import Site

DESCRIBED = {table.name for table in tables.tables()}
LISTED = {listing.relation for listing in LISTINGS.values() if listing.relation.isidentifier()}


def test_what_only_serves_the_program_is_hidden() -> None:
    kinds = dict.fromkeys((*schema.tables(), "texts_fts", "laid_later"), "table") | {"figure_said": "view"}
    held = {name: Held(kind, tuple(schema.tables().get(name, ()))) for name, kind in kinds.items()}
    found = metadata(held)["databases"][NAME]["tables"]
    hidden = {name for name, told in found.items() if told.get("hidden")}
    assert hidden == kinds.keys() - DESCRIBED
    assert {name for name, told in found.items() if told.get("allow") is False} == {"files", "figure_said"}


def test_every_column_of_a_table_that_is_shown_has_its_meaning() -> None:
    held = {name: Held("table", tuple(columns)) for name, columns in schema.tables().items()}
    held[comparability_table.TABLE] = Held("table", ("id", *KEYS))
    found = metadata(held)["databases"][NAME]["tables"]
    for name in DESCRIBED | {comparability_table.TABLE}:
        assert found[name]["title"]
        assert found[name]["description"].endswith(".")
        assert all(meaning.endswith(".") for meaning in found[name]["columns"].values())
        hidden = {column for table, column in concealed(held) if table == name}
        if name in held:
            assert found[name]["columns"].keys() == set(held[name].columns) - hidden
    assert {column.name for table in tables.tables() for column in table.columns} >= UNITS.keys()


def test_columns_that_only_serve_the_program_are_out_of_sight(shipped: Site) -> None:
    page = shipped.get("/register/recipients").body
    assert re.search(r"\.table-recipients \.col-standing\b.*display: none", page)
    assert not re.search(r"\.col-(title|made_by|case_id|summary)\b", page)


def test_the_first_page_names_what_a_person_reads_and_nothing_else(shipped: Site) -> None:
    told = json.loads(shipped.get("/register.json").body)
    shown = {table["name"] for table in told["tables"] if not table["hidden"]}
    assert shown == DESCRIBED - {"citations"} | {comparability_table.TABLE}
    assert {view["name"] for view in told["views"]} == LISTED | {"citations"}
    assert {query["name"] for query in told["queries"]} == QUERIES.keys()


def test_where_the_case_files_lie_is_not_told(small: Site) -> None:
    assert small.get("/register/files").status == 403
    assert small.get("/register/files.json").status == 403
    assert small.get("/register/files/1").status == 403
    assert small.get("/register/figure_said").status == 403


def test_every_table_and_view_that_is_named_opens(shipped: Site) -> None:
    for name in sorted(DESCRIBED | LISTED | {comparability_table.TABLE}):
        reply = shipped.get(f"/register/{name}")
        assert reply.status == 200, name
        assert re.search(r"<h1>[A-Z]", reply.body), name

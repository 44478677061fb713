"""Write Parquet, a typed file per table with the meaning of each column in its metadata."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from conductcli.errors import ConductError, DatabaseError
from conductcli.export.content import Written
from conductcli.export.deferred_file import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from arro3.core import Array, RecordBatch, Schema
    from arro3.core import DataType as ArrowType

    from conductcli.database.dictionary import Column
    from conductcli.database.tables import Table
    from conductcli.export.content import Content

_ROW_GROUP = 100_000  # a writer holds one in memory


def write_table(folder: Path, content: Content, table: Table) -> Written:
    """Write a table. Raise ConductError without the library, DatabaseError for a value of the wrong type."""
    try:
        from arro3.core import RecordBatchReader
        from arro3.io import write_parquet
    except ImportError as error:
        raise ConductError("Parquet needs an extra: pip install 'conductcli[parquet]'") from error
    schema = _schema(table)
    rows = 0

    raised: list[BaseException] = []
    name = f"{table.name}.parquet"
    with written(folder / name) as file:

        def batches() -> Iterator[RecordBatch]:
            nonlocal rows
            try:
                for values in content.columns(table):
                    file.check()
                    rows += len(values[0])
                    yield _batch(table, schema, values)
            except BaseException as error:
                raised.append(error)
                raise

        reader = RecordBatchReader.from_batches(schema, batches())
        try:
            write_parquet(reader, file, compression="zstd(1)", max_row_group_size=_ROW_GROUP)
        except Exception as error:  # noqa: BLE001 - the library reports our errors as text, without their class
            raise (raised[0] if raised else error) from None
    return Written(table.name, name, rows)


def _schema(table: Table) -> Schema:
    from arro3.core import Field, Schema

    types = _types()
    fields = [
        Field(
            column.name,
            types[column.type],
            nullable=not column.required,
            metadata={"type": column.type, "meaning": column.meaning}
            | ({"words": ", ".join(column.words)} if column.words else {}),
        )
        for column in table.columns
    ]
    return Schema(fields, metadata={"meaning": table.meaning, "key": ", ".join(table.key)})


@cache
def _types() -> dict[str, ArrowType]:
    """Return the Arrow type of each column type."""
    from arro3.core import DataType, Field

    return {
        "text": DataType.string(),
        "date": DataType.string(),
        "day": DataType.date32(),
        "integer": DataType.int64(),
        "number": DataType.float64(),
        "list": DataType.list(Field("item", DataType.string(), nullable=False)),
    }


def _batch(table: Table, schema: Schema, values: Sequence[Sequence[Any]]) -> RecordBatch:
    from arro3.core import RecordBatch

    arrays = [_array(table, column, held) for column, held in zip(table.columns, values, strict=True)]
    return RecordBatch.from_arrays(arrays, schema=schema)


def _array(table: Table, column: Column, values: Sequence[Any]) -> Array:
    from arro3.core import Array

    type = _types()[column.type]
    match column.type:
        case "list":
            return _lists(values, type)
        case "day":
            texts = Array(values, _types()["text"])
            days = texts.cast(type)
            if days.null_count != texts.null_count:  # casting turns invalid days into null without an error
                raise DatabaseError(f"{table.name}: {column.name} holds what is no day", "build the database anew")
            return days
    return Array(values, type)


def _lists(values: Sequence[list[str] | None], type: ArrowType) -> Array:
    from arro3.core import Array, DataType, list_array

    lists = [value or () for value in values]
    starts = Array(list(accumulate(map(len, lists), initial=0)), DataType.int32())
    items = Array(list(chain.from_iterable(lists)), _types()["text"])
    missing = Array([value is None for value in values], DataType.bool())
    return list_array(starts, items, type=type, mask=missing)

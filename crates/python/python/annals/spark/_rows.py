"""Articles to their rows of every kind, inside a worker."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import annals

from ._schemas import KINDS, arrow_schema, bare, nested

Tables = Mapping[str, pa.Table]


def read_batch(batch: pa.RecordBatch, kinds: tuple[str, ...]) -> pa.RecordBatch:
    """A row an article of `batch`, whose columns are called by what :func:`annals.read_frame` takes them for.

    Whatever goes wrong becomes rows of errors. Where a batch fails as a whole its articles are read one by one.
    """
    try:
        names: dict[str, Any] = {name: name for name in batch.schema.names}
        with silent():
            rows = annals.read_frame(batch, jobs=1, progress=False, **names)
            return by_article(unnumbered(tables(rows)), kinds)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        if batch.num_rows > 1:
            return joined([read_batch(batch.slice(row, 1), kinds) for row in range(batch.num_rows)])
        return by_article(unnumbered(failed(said(error), cell(batch, "id"), cell(batch, "uri"))), kinds)


def joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    """All rows in one batch."""
    (batch,) = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return batch


@contextmanager
def silent() -> Iterator[None]:
    """Says nothing of articles that cannot be read: they are rows of errors, and a worker's log is read by nobody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", annals.ReadWarning)
        yield


def tables(rows: annals.Tables) -> Tables:
    """All tables of `rows`, in the very types of their schemas."""
    return {kind: pa.table(getattr(rows, kind)).replace_schema_metadata(None).cast(columns(kind)) for kind in KINDS}


def failed(message: str, key: str | None = None, uri: str | None = None) -> Tables:
    """No rows but one of errors."""
    line = {"number": 0, "key": key, "uri": uri, "stage": "read", "message": message}
    none = {kind: columns(kind).empty_table() for kind in KINDS}
    return {**none, "errors": pa.Table.from_pylist([line], schema=columns("errors"))}


def said(error: BaseException) -> str:
    """What an error says of itself, with its kind."""
    return f"{type(error).__name__}: {error}"


def unnumbered(found: Tables) -> Tables:
    """The same rows, with errors that have no number: articles of a cluster are in no order."""
    errors = found["errors"]
    return {**found, "errors": replaced(errors, "number", pa.nulls(errors.num_rows, pa.int64()))}


def relabelled(found: Tables, file: str, path: str) -> Tables:
    """The same rows, with errors that name `path` where they name `file`."""
    errors = found["errors"]
    names = [name and name.replace(file, path) for name in errors.column("uri").to_pylist()]
    return {**found, "errors": replaced(errors, "uri", pa.array(names, pa.string()))}


def replaced(table: pa.Table, name: str, cells: pa.Array) -> pa.Table:
    """The table with other cells in a column."""
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at), cells)


def cell(row: pa.RecordBatch, name: str) -> str | None:
    """The first cell of a column, where there is such a column."""
    return row.column(name)[0].as_py() if name in row.schema.names else None


def by_article(found: Tables, kinds: tuple[str, ...]) -> pa.RecordBatch:
    """A row an article with its rows of each of `kinds` as a list, then a row an error.

    An article that comes twice is one row with the rows of both.
    """
    ids = found["articles"].column("article_id")
    known = pc.unique(ids)
    count = len(known) + found["errors"].num_rows

    def lists(kind: str) -> pa.Array:
        if kind == "errors":
            return listed(found[kind], list(range(len(known), count)), count)
        table, places = found[kind], pc.index_in(found[kind].column("article_id"), known)
        if len(known) < len(ids):
            order = pc.sort_indices(places)
            table, places = table.take(order), places.take(order)
        return listed(table, places.to_pylist(), count)

    return pa.record_batch([lists(kind) for kind in kinds], schema=nested(kinds))


def listed(table: pa.Table, places: list[int], count: int) -> pa.Array:
    """`count` lists of structs: the rows of `table`, each in the list of its place; places go upward."""
    sizes = [0] * count
    for place in places:
        sizes[place] += 1
    structs = table.combine_chunks().to_struct_array()
    rows = pa.concat_arrays(structs.chunks) if structs.num_chunks else pa.array([], structs.type)
    ends = pa.array(list(accumulate(sizes, initial=0)), pa.int32())
    return pa.ListArray.from_arrays(ends, rows, type=pa.list_(pa.field("element", rows.type)))


@lru_cache(maxsize=None)
def columns(kind: str) -> pa.Schema:
    """The columns of `kind`, looked up once a worker."""
    return bare(arrow_schema(kind))

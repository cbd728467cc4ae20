"""One article to its rows of every kind, inside a worker."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pyarrow as pa

import annals

from ._schemas import arrow_schema, bare, nested

Tables = Mapping[str, pa.Table]


def read_one(row: pa.RecordBatch, kinds: Iterable[str]) -> Tables:
    """The rows of the article in `row`, whose columns are called by what :func:`annals.read_frame` takes them for.

    Whatever goes wrong becomes a row of errors.
    """
    try:
        names: dict[str, Any] = {name: name for name in row.schema.names}
        with silent():
            return unnumbered(tables(annals.read_frame(row, jobs=1, progress=False, **names), kinds))
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        message = f"{type(error).__name__}: {error}"
        return unnumbered(failed(kinds, message, key=first(row, "id"), uri=first(row, "uri")))


@contextmanager
def silent() -> Iterator[None]:
    """Says nothing of articles that cannot be read: they are rows of errors, and a worker's log is read by nobody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", annals.ReadWarning)
        yield


def tables(rows: annals.Rows, kinds: Iterable[str]) -> Tables:
    """The tables of `rows`, in the very types of their schemas."""
    return {kind: pa.table(getattr(rows, kind)).replace_schema_metadata(None).cast(columns(kind)) for kind in kinds}


def failed(kinds: Iterable[str], message: str, key: str | None = None, uri: str | None = None) -> Tables:
    """No rows but one of errors."""
    found = {kind: columns(kind).empty_table() for kind in kinds}
    if "errors" in found:
        line = {"number": 0, "key": key, "uri": uri, "stage": "intake", "message": message}
        found["errors"] = pa.Table.from_pylist([line], schema=columns("errors"))
    return found


def unnumbered(found: Tables) -> Tables:
    """The same rows, with errors that have no number: rows of a cluster are in no order."""
    if "errors" not in found:
        return found
    errors = found["errors"]
    at = errors.schema.get_field_index("number")
    field = errors.schema.field(at)
    return {**found, "errors": errors.set_column(at, field, pa.nulls(errors.num_rows, field.type))}


def relabelled(found: Tables, file: str, path: str) -> Tables:
    """The same rows, with errors that name `path` where they name `file`."""
    errors = found["errors"]
    if file == path or errors.num_rows == 0:
        return found
    at = errors.schema.get_field_index("uri")
    names = [name and name.replace(file, path) for name in errors.column(at).to_pylist()]
    return {**found, "errors": errors.set_column(at, errors.schema.field(at), pa.array(names, pa.string()))}


def first(row: pa.RecordBatch, name: str) -> str | None:
    """The cell of a column, where there is one."""
    return row.column(name)[0].as_py() if name in row.schema.names else None


def together(kinds: tuple[str, ...], articles: list[Tables]) -> pa.RecordBatch:
    """A row an article, with a list a kind."""
    return pa.record_batch([lists(kind, [found[kind] for found in articles]) for kind in kinds], schema=nested(kinds))


def lists(kind: str, parts: list[pa.Table]) -> pa.Array:
    """A list of structs for each table."""
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + part.num_rows)
    rows = pa.concat_tables(parts).combine_chunks().to_struct_array() if parts else columns(kind).empty_table().to_struct_array()
    element = nested((kind,)).field(0).type
    values = pa.concat_arrays(rows.chunks) if rows.num_chunks else pa.array([], element.value_type)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values, type=element)


@lru_cache(maxsize=None)
def columns(kind: str) -> pa.Schema:
    """The columns of `kind`, looked up once a worker."""
    return bare(arrow_schema(kind))

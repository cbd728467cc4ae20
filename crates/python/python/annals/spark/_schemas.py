"""Columns of the kinds of rows, as Arrow and Spark name them."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructField, StructType

import annals

KINDS: tuple[str, ...] = annals.KINDS
"""All kinds of rows, in the order of the codebook."""

DEFAULT: tuple[str, ...] = tuple(kind for kind in KINDS if kind not in ("sentences", "mentions", "participants"))
"""The kinds that a reading holds unless others are asked for: all but sentences, mentions and participants."""


def schema(kind: str) -> StructType:
    """The columns of the rows of `kind`, the same always: those of :func:`annals.schema` in Spark's types.

    Every column may be null as far as Spark knows, since files forget what may not. What a column means is its comment.
    """
    arrow = arrow_schema(kind)
    plain = from_arrow_schema(bare(arrow))
    fields = zip(arrow, plain.fields, strict=True)
    return StructType([StructField(own.name, own.dataType, own.nullable, comment(field)) for field, own in fields])


def arrow_schema(kind: str) -> pa.Schema:
    """The columns of the rows of `kind` as Arrow has them."""
    return pa.schema(annals.schema(kind))


def comment(field: pa.Field) -> dict[str, str]:
    """The meaning of a column, as Spark keeps it beside a column."""
    said = (field.metadata or {}).get(b"description")
    return {"comment": said.decode()} if said else {}


def bare(arrow: pa.Schema) -> pa.Schema:
    """The same columns without metadata, any of which may be null, as Spark has them once they were in a file."""
    return pa.schema([pa.field(field.name, field.type, nullable=True) for field in arrow])


def nested(kinds: Iterable[str]) -> pa.Schema:
    """A row an article: its rows of each of `kinds` as a list of structs."""
    return pa.schema([pa.field(kind, list_type(kind)) for kind in kinds])


def list_type(kind: str) -> pa.DataType:
    """A list of rows of `kind`."""
    return pa.list_(pa.field("element", pa.struct(list(bare(arrow_schema(kind))))))


def chosen(kinds: Iterable[str]) -> tuple[str, ...]:
    """`kinds` in the order of :data:`KINDS`; raises `ValueError` for a name that is none."""
    wanted = {kinds} if isinstance(kinds, str) else set(kinds)
    unknown = sorted(wanted.difference(KINDS))
    if unknown:
        raise ValueError(f"no kind of rows: {', '.join(unknown)}. There are: {', '.join(KINDS)}")
    if not wanted:
        raise ValueError(f"no kind of rows asked for. There are: {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)

"""Articles in a DataFrame, read where they lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import ArrayType, DateType, StringType, TimestampNTZType, TimestampType

from ._reading import Reading
from ._rows import read_batch
from ._schemas import DEFAULT, chosen, nested

ROLES = ("text", "published", "title", "uri", "source", "byline", "id")


def read_articles(
    df: DataFrame,
    text: str = "body",
    published: str | None = None,
    title: str | None = None,
    uri: str | None = None,
    source: str | None = None,
    byline: str | None = None,
    id: str | None = None,
    kinds: Iterable[str] = DEFAULT,
    *,
    persist: bool = True,
    batch: int = 200,
) -> Reading:
    """Reads the articles of `df`, a row each, and gives a DataFrame a kind of finding.

    df
        Rows of articles; columns that are not named here are left alone and never leave the JVM.
    text, published, title, uri, source, byline, id
        Names of columns. `text` holds the article's text; `published` ISO 8601 text, a date or a timestamp (in the zone of
        the session); `byline` text or a list of texts; `id` your own id of the article, which comes back as `key`.
    kinds
        Which rows are kept: see :data:`KINDS`. What is left out here costs neither memory nor disk.
    persist
        Whether what is read is kept with the executors, so that each article is read once and not once a kind.
    batch
        Articles that a worker reads before it hands their rows on, 100 to 500.

    An article that cannot be read is a row of `errors`, with its `key`; no task fails of it.

    >>> reading = read_articles(df, text="body", published="date", id="url")     # doctest: +SKIP
    >>> reading.figures.select("low", "measure", "voice").show()                 # doctest: +SKIP
    """
    names = dict(zip(ROLES, (text, published, title, uri, source, byline, id), strict=True))
    wanted = chosen(kinds)
    inputs = df.select([as_input(df, role, name) for role, name in names.items() if name is not None])
    rows = inputs.mapInArrow(reader(wanted, batch), from_arrow_schema(nested(wanted)))
    return Reading(rows).persist() if persist else Reading(rows)


def as_input(df: DataFrame, role: str, name: str) -> Column:
    """The column `name` as the reader takes it, called by its role."""
    if name not in df.columns:
        raise ValueError(f'{role}="{name}": there is no such column. There are: {", ".join(df.columns)}')
    held, column = df.schema[name].dataType, df[f"`{name}`"]
    if role == "byline" and isinstance(held, ArrayType):
        return column.cast(ArrayType(StringType())).alias(role)
    if role == "text" and not isinstance(held, StringType):
        raise ValueError(f'text="{name}": the column holds {held.simpleString()}, and should hold text')
    return moment(column, held).alias(role) if role == "published" else column.cast(StringType()).alias(role)


def moment(column: Column, held: object) -> Column:
    """A day or a time as ISO 8601 text."""
    if isinstance(held, DateType):
        return F.date_format(column, "yyyy-MM-dd")
    if isinstance(held, TimestampType):
        return F.date_format(column, "yyyy-MM-dd'T'HH:mm:ssXXX")
    if isinstance(held, TimestampNTZType):
        return F.date_format(column, "yyyy-MM-dd'T'HH:mm:ss")
    return column.cast(StringType())


def reader(kinds: tuple[str, ...], size: int) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker does with the batches of its task."""
    if size < 1:
        raise ValueError(f"batch={size}: should be 1 or more")

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for start in range(0, batch.num_rows, size):
                yield read_batch(batch.slice(start, size), kinds)

    return read

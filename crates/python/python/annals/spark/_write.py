"""Readings written to disk: a table a kind, partitioned by day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession

DELTA = "io.delta.sql.DeltaSparkSessionExtension"
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
MODES = ("error", "errorifexists", "append", "overwrite", "ignore")


def write(
    reading: Mapping[str, DataFrame],
    path: str,
    format: str = "parquet",
    *,
    partition: str | None = "day",
    mode: str = "errorifexists",
    kinds: Iterable[str] | None = None,
) -> None:
    """Writes the DataFrames of a reading, each to a folder of its kind: `path/statements`, `path/events` …

    reading
        What :func:`read_articles` or :func:`read_warc` gave, or any dictionary of names and DataFrames.
    format
        `"parquet"` or `"delta"`. Delta is written by the session's own Delta Lake where it has one; elsewhere, to a local
        path, as Parquet of Spark's that the package `deltalake` puts under a Delta log.
    partition
        The column by whose values the rows lie in folders: `day`, the day of publication. Kinds that have no such column
        (mentions, participants, errors) lie in one. Rows without a day are in `day=__HIVE_DEFAULT_PARTITION__`. `None`: no
        partitions.
    mode
        That of Spark's writers: `errorifexists`, `append`, `overwrite` or `ignore`.
    kinds
        Which of the reading's kinds; all of them where none are named.

    Before it is written a kind is spread by that column, so that a day is a few files of a good size, whatever the number of
    tasks was.

    >>> write(reading, "out/", format="parquet", kinds=["statements", "events"])     # doctest: +SKIP
    """
    if format not in ("parquet", "delta"):
        raise ValueError(f'format="{format}": should be "parquet" or "delta"')
    if mode not in MODES:
        raise ValueError(f'mode="{mode}": should be one of {", ".join(MODES)}')
    for kind in list(reading) if kinds is None else kinds:
        frame, place = reading[kind], f"{path.rstrip('/')}/{kind}"
        by = partition if partition in frame.columns else None
        if format == "delta" and not has_delta(frame.sparkSession):
            write_delta_log(frame, place, by, mode)
        else:
            write_frame(frame, place, format, by, mode)


def write_frame(frame: DataFrame, place: str, format: str, by: str | None, mode: str) -> None:
    """Writes by Spark's own writer."""
    spread = frame if by is None else frame.hint("rebalance", by)
    writer = spread.write.format(format).mode(mode)
    (writer if by is None else writer.partitionBy(by)).save(place)
    if by is not None and format == "parquet" and mode != "ignore":
        write_columns(frame.drop(by), place, f"{place}/{by}={NO_VALUE}")


def write_columns(frame: DataFrame, place: str, folder: str) -> None:
    """Where no file was written, since there are no rows: an empty one, which says the columns."""
    spark = frame.sparkSession
    try:
        spark.read.parquet(place)
    except AnalysisException:
        spark.createDataFrame([], frame.schema).coalesce(1).write.mode("append").parquet(folder)


def has_delta(spark: SparkSession) -> bool:
    """Whether the session writes Delta by itself."""
    return DELTA in (spark.conf.get("spark.sql.extensions", "") or "")


def write_delta_log(frame: DataFrame, place: str, by: str | None, mode: str) -> None:
    """Writes Parquet and puts it under a Delta log."""
    if find_spec("deltalake") is None or "://" in place:
        raise ValueError(
            f'format="delta": this session has no Delta Lake. Start it with delta-spark (spark.sql.extensions={DELTA}, see '
            "docs/spark.md), or run: pip install deltalake, which serves for local paths"
        )
    if mode == "append":
        raise ValueError('format="delta", mode="append": needs a session with Delta Lake; see docs/spark.md')
    if mode == "ignore" and os.path.exists(place):
        return
    from deltalake import Field, Schema, convert_to_deltalake
    from deltalake.schema import PrimitiveType

    write_frame(frame, place, "parquet", by, mode)
    held = None if by is None else Schema([Field(by, PrimitiveType(frame.schema[by].dataType.typeName()))])
    convert_to_deltalake(place, partition_by=held, partition_strategy=None if by is None else "hive")

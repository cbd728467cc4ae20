"""Web archives, read path by path: what is written is not read again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

import annals

from ._files import Fetch, Folder, fetched
from ._reading import Reading
from ._rows import Tables, by_article, failed, relabelled, said, silent, tables
from ._schemas import DEFAULT, KINDS, chosen, nested

Work = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def read_warc(
    spark: SparkSession,
    paths: Iterable[str],
    out: str,
    kinds: Iterable[str] = DEFAULT,
    *,
    again: bool = False,
    fetch: Fetch = fetched,
    batch: int = 200,
) -> Reading:
    """Reads archives (or any other files that `annals read` takes), and gives a DataFrame a kind of finding.

    paths
        Names of files, each one task. Only names go through Spark; a worker opens the file itself: a path that every worker
        sees, or a URL (`https://`, or what `pyarrow.fs` opens: `s3://`, `gs://`, `hdfs://`), which is copied to the worker's
        disk for as long as it is read.
    out
        A folder that all workers and the driver see, a path or a URL that both `pyarrow.fs` and Spark open. Each path
        becomes one Parquet file there, a row an article and all kinds in it, and, once that is whole, one marker:
        `out/rows/NAME.parquet` and `out/done/NAME.json`.
    kinds
        Which rows the reading shows; the files hold all.
    again
        Whether paths that have a marker are read again.
    fetch
        Another way to a file: a function that takes a path and gives a context manager of the name of a local file, and
        raises `OSError` where it cannot. It runs in the workers.
    batch
        Articles whose rows a worker holds at a time, 100 to 500.

    This reads at once. Where it is stopped, or a worker dies, the same call goes on with the paths that have no marker. A path
    that cannot be opened, or on which the reader itself breaks, is a row of `errors` and gets no marker, so that the next call
    tries again.
    """
    wanted, all_paths = chosen(kinds), as_list(paths)
    folder = Folder(out)
    for part in ("rows", "done"):
        folder.make(part)
    markers = set() if again else folder.names("done")
    left = [path for path in all_paths if f"{name(path)}.json" not in markers]
    if left:
        tidy(folder, left)
        alone = spark.sparkContext.parallelize([(path,) for path in left], len(left)).toDF("path string")
        alone.mapInArrow(worker(out, fetch, batch), "path string").collect()
    files = [f"{out.rstrip('/')}/rows/{name(path)}.parquet" for path in all_paths]
    return Reading(spark.read.schema(from_arrow_schema(nested(KINDS))).parquet(*files).select(*wanted))


def as_list(paths: Iterable[str]) -> list[str]:
    """The paths, each once."""
    found = [] if isinstance(paths, str) else list(dict.fromkeys(paths))
    if not found:
        raise ValueError("paths: should be a list of the names of files, with one or more in it")
    return found


def name(path: str) -> str:
    """What the files of a path are called: the end of the path, and a digest of the whole."""
    end = os.path.basename(path.rstrip("/"))[-80:]
    return f"{end}-{hashlib.sha256(path.encode()).hexdigest()[:16]}"


def tidy(folder: Folder, paths: Iterable[str]) -> None:
    """Takes away the markers of what is read again, and what killed workers left unfinished."""
    names = [name(path) for path in paths]
    for file in folder.names("done") & {f"{one}.json" for one in names}:
        folder.remove(f"done/{file}")
    begun = tuple(f".{one}.parquet." for one in names)
    for file in folder.names("rows"):
        if file.startswith(begun):
            folder.remove(f"rows/{file}")


def worker(out: str, fetch: Fetch, size: int) -> Work:
    """What a worker does with the paths of its task."""
    if size < 1:
        raise ValueError(f"batch={size}: should be 1 or more")

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for path in batch.column(0).to_pylist():
                read_path(path, Folder(out), fetch, size)
            yield batch

    return work


def read_path(path: str, folder: Folder, fetch: Fetch, size: int) -> None:
    """Reads one path into its file, and marks it as done."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(fetch(path))
        except OSError as error:
            write_rows(folder, path, iter([failed(f"cannot be opened: {error}", uri=path)]))
            return
        broken: list[BaseException] = []
        counts = write_rows(folder, path, batches(file, path, size, broken))
    if not broken:
        mark = {"path": path, "engine": annals.engine(), "rows": counts}
        with folder.whole("done", f"{name(path)}.json") as sink:
            sink.write(json.dumps(mark, indent=1).encode() + b"\n")


def write_rows(folder: Folder, path: str, batches: Iterator[Tables]) -> dict[str, int]:
    """Writes the rows of a path batch by batch, and counts them by kind."""
    counts = dict.fromkeys(KINDS, 0)
    with folder.whole("rows", f"{name(path)}.parquet") as sink:
        with pq.ParquetWriter(sink, nested(KINDS), compression="zstd") as writer:
            for found in batches:
                writer.write_batch(by_article(found, KINDS))
                for kind in KINDS:
                    counts[kind] += found[kind].num_rows
    return counts


def batches(file: str, path: str, size: int, broken: list[BaseException]) -> Iterator[Tables]:
    """The rows of a file, so many articles at a time; errors call it by its path.

    Where the reader itself breaks, that is a row of errors and noted in `broken`.
    """
    try:
        with silent():
            for rows in annals.read_many([file], jobs=1, progress=False).batches(size):
                yield relabelled(tables(rows), file, path)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        broken.append(error)
        yield failed(said(error), uri=path)

"""Articles that are read when they are taken."""

from __future__ import annotations

import glob
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from . import _annals
from ._annals import Document
from ._errors import ReadWarning
from ._table import Table

__all__ = ["Rows", "Tables"]


class Tables:
    """What is found in some articles, a table a kind. `Rows.batches` makes them; `Rows` are tables too, of all their articles."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._tables: dict[str, Table] | None = tables

    def _all(self) -> dict[str, Table]:
        assert self._tables is not None  # only Rows are made without
        return self._tables

    def _table(self, name: str) -> Table:
        return self._all()[name]

    @property
    def articles(self) -> Table:
        """The articles: who published what and when, and by what copies of them are found."""
        return self._table("articles")

    @property
    def sentences(self) -> Table:
        """Their sentences."""
        return self._table("sentences")

    @property
    def statements(self) -> Table:
        """Who says what."""
        return self._table("statements")

    @property
    def events(self) -> Table:
        """Who does what to whom."""
        return self._table("events")

    @property
    def figures(self) -> Table:
        """How many of what, and who says so."""
        return self._table("figures")

    @property
    def times(self) -> Table:
        """Expressions of time."""
        return self._table("times")

    @property
    def places(self) -> Table:
        """Named places with their coordinates in degrees."""
        return self._table("places")

    @property
    def entities(self) -> Table:
        """Things of the world, one row an article that names them."""
        return self._table("entities")

    @property
    def mentions(self) -> Table:
        """Where entities are mentioned."""
        return self._table("mentions")

    @property
    def participants(self) -> Table:
        """Who takes part in events, one row a participant."""
        return self._table("participants")

    @property
    def errors(self) -> Table:
        """What could not be read: number of the article from 0, key, uri, stage and message."""
        return self._table("errors")

    def __repr__(self) -> str:
        return f"<annals.Tables: {len(self.articles)} articles, {len(self.errors)} errors>"


class Rows(Tables):
    """Articles, and tables of what is found in them. Made by `read_many` and `read_frame`.

    Iterate over it for one `Document` after the other: memory stays flat, and each time all is read anew. The first table that is
    taken reads all articles once and keeps all tables. Articles that cannot be read are rows of `errors`, and a `ReadWarning` says
    how many they are.

    >>> import annals
    >>> rows = annals.read_many(["examples/velkar-protest.html"])
    >>> [doc.title for doc in rows]
    ['Thousands march in Velkar against call-up law']
    >>> len(rows.articles), len(rows.errors)
    (1, 0)
    """

    def __init__(self, start: Callable[[], _annals.Stream], source: str) -> None:
        self._start = start
        self._source = source
        self._tables = None

    @classmethod
    def _of_files(
        cls,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        jobs: int | None,
        progress: bool | None,
    ) -> Rows:
        given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
        check(jobs)

        def start() -> _annals.Stream:
            files = [file for path in given for file in expanded(os.fspath(path))]
            return _annals.Stream.of_files(files, jobs, shown(progress))

        return cls(start, ", ".join(os.fspath(path) for path in given[:3]) + (", …" if len(given) > 3 else ""))

    @classmethod
    def _of_frame(
        cls, frame: Any, columns: Mapping[str, str | None], jobs: int | None, progress: bool | None
    ) -> Rows:
        check(jobs)
        # Opened now, so that a frame that is none, or lacks a column, is told of at once.
        opened = [_annals.Frame(frame, dict(columns))]

        def start() -> _annals.Stream:
            rows = opened.pop() if opened else _annals.Frame(frame, dict(columns))
            return _annals.Stream.of_frame(rows, jobs, shown(progress))

        return cls(start, f"a {type(frame).__name__}")

    def __iter__(self) -> Iterator[Document]:
        stream = self._start()
        yield from iter(stream.next_document, None)
        warn(stream)

    def records(self) -> Iterator[dict[str, Any]]:
        """The records as dicts, those of failures (with `error`) too: what `annals read` prints, line by line.

        >>> import annals
        >>> record = next(annals.read_many("examples/velkar-protest.html").records())
        >>> record["schema"], record["article"]["language"]
        ('annals/1', 'en')
        """
        stream = self._start()
        for line in iter(stream.next_line, None):
            yield json.loads(line)
        warn(stream)

    def write_jsonl(self, path: str | os.PathLike[str]) -> None:
        """Writes the records to a file, one a line: byte for byte what `annals read --format jsonl` prints."""
        stream = self._start()
        stream.write(path)
        warn(stream)

    def batches(self, size: int = 200) -> Iterator[Tables]:
        """The tables of `size` articles at a time, the last time of what is left; memory stays flat. Failures are in the batch in which
        they come up, numbered through.

        >>> import annals
        >>> rows = annals.read_many("examples/*.html")
        >>> [len(batch.articles) for batch in rows.batches(2)][:2]
        [2, 2]
        """
        if size < 1:
            raise ValueError(f"size={size}: give a number of articles from 1 on")
        stream = self._start()
        while (found := stream.tables(size)) is not None:
            yield Tables({name: Table(batches) for name, batches in found.items()})
        warn(stream)

    def _all(self) -> dict[str, Table]:
        if self._tables is None:
            stream = self._start()
            self._tables = {name: Table(batches) for name, batches in (stream.tables() or {}).items()}
            warn(stream)
        return self._tables

    def __repr__(self) -> str:
        if self._tables is None:
            return f"<annals.Rows of {self._source}, not read yet>"
        read, failed = len(self._tables["articles"]), len(self._tables["errors"])
        return f"<annals.Rows of {self._source}: {read} articles, {failed} errors>"


def check(jobs: int | None) -> None:
    """Refuses a number of threads that is none."""
    if jobs is not None and not 1 <= jobs <= 1024:
        raise ValueError(f"jobs={jobs}: give a number of threads from 1 to 1024, or None for all cores")


def shown(progress: bool | None) -> bool:
    """Whether progress is shown: where it is asked for, or else on a terminal."""
    if progress is None:
        return sys.stderr is not None and sys.stderr.isatty()
    return progress


def expanded(path: str) -> list[str]:
    """The files that a pattern stands for, in order; anything else, and a pattern of none, stands for itself."""
    path = os.path.expanduser(path)
    if not glob.has_magic(path) or os.path.exists(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]


def warn(stream: _annals.Stream) -> None:
    """Says how many articles could not be read, and why the first of them."""
    read, failed = stream.counts()
    if failed:
        first = stream.failures()[0]
        message = f"{failed} of {read + failed} articles could not be read (see rows.errors), the first: {first}"
        warnings.warn(message, ReadWarning, stacklevel=3)

"""Stores: articles kept in one file, found again, exported."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType

from . import _annals
from ._annals import Document
from ._errors import ReadWarning
from ._rows import check, expanded, shown
from ._table import Table

__all__ = ["Added", "Results", "Store", "open"]


@dataclass(frozen=True)
class Added:
    """What became of the articles of an `add`."""

    #: Articles that are new.
    added: int
    #: New versions of articles that the store had.
    changed: int
    #: Articles that were read anew.
    reread: int
    #: Articles that the store had; they were not read again.
    known: int
    #: Articles that could not be read.
    failed: int
    #: The first thousand of these, in words.
    failures: tuple[str, ...] = ()


class Results(Table):
    """What a query finds: a table with the columns of exports, in the order that was asked for."""


class Store:
    """A store: one SQLite file, the same that the program `annals` makes. It is opened by `annals.open`.

    >>> import annals, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> with annals.open(folder.name + "/news.annals") as store:
    ...     added = store.add("examples/", progress=False)
    ...     protests = store.find("event:PROTEST status:actual", since="2024-01")
    >>> added.added > 10, protests.name
    (True, 'events')
    >>> folder.cleanup()
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True) -> None:
        self._path = os.fspath(path)
        self._store = _annals.Store.open(self._path, create)

    def add(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        jobs: int | None = None,
        article_only: bool = False,
        again: bool = False,
        progress: bool | None = None,
    ) -> Added:
        """Reads articles into the store; what it has is skipped. Interrupted, it keeps what it has stored.

        Args:
            paths: A file, a folder, a pattern, or several of these, as in `read_many`.
            jobs: How many threads read; all cores if None.
            article_only: Keep the articles without findings, many times as fast; a later add without this fills them in.
            again: Read anew what another version of annals has read.
            progress: Whether standard error shows how far reading is; if None, where it is a terminal.
        """
        check(jobs)
        given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
        files = [file for path in given for file in expanded(os.fspath(path))]
        counts = self._store.add(files, jobs, article_only, again, shown(progress))
        failures = tuple(self._store.failures())
        if failures:
            message = f"{counts['failed']} articles could not be read, the first: {failures[0]}"
            warnings.warn(message, ReadWarning, stacklevel=2)
        return Added(**counts, failures=failures)

    def find(
        self,
        query: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        limit: int | None = None,
        sort: str | None = None,
    ) -> Results:
        """What a query finds, in the language of `annals find` (docs/query.md).

        Args:
            query: Words, phrases and fields: `event:PROTEST country:KEN`, `ceasefire speaker:Kreel`.
            since: Articles from this day, month or year on: `2024-06-01`, `2024-06`.
            until: Articles up to this day, month or year.
            source: Outlet; `herald*` takes a beginning.
            limit: Rows at most.
            sort: relevance, newest or oldest; if None, relevance where the query has words, else newest.

        Raises:
            BadQuery: The query cannot be read; the message points at the place.
        """
        return Results(self._store.find(composed(query, since, until, source), limit, sort))

    def count(
        self,
        query: str,
        *,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        by: str = "row",
    ) -> int:
        """How many rows a query finds; `by` "article" or "group", how many articles or groups of copies they stand in."""
        return self._store.count(composed(query, since, until, source), by)

    def article(self, id: str) -> Document | None:
        """The article of that id, with what people corrected; None where the store does not have it."""
        return self._store.article(id)

    def export(
        self,
        folder: str | os.PathLike[str],
        *,
        formats: str | Iterable[str] = ("csv", "parquet"),
        query: str | None = None,
        whole_articles: bool = False,
        all_events: bool = False,
        title: str | None = None,
        authors: Iterable[str] = (),
        force: bool = False,
    ) -> list[str]:
        """Writes the store, or what a query finds in it, into a folder of files with their codebook, as `annals export` does.

        Args:
            folder: Made where there is none, refused where it holds something.
            formats: csv parquet tsv jsonl json (tables), records, polecat, gdelt, gdelt1, annotations; one or several.
            query: What to export; all if None.
            whole_articles: All that is found in the articles in which the query finds something.
            all_events: In polecat and gdelt also events that are planned, possible, negated or demanded.
            title: Title of the data, for codebook and citation.
            authors: Who publishes the data.
            force: Replace the files of an earlier export in the folder.

        Returns:
            The names of the files.
        """
        names = [formats] if isinstance(formats, str) else list(formats)
        return self._store.export(
            folder, names, query, whole_articles, all_events, title, list(authors), force
        )

    def __len__(self) -> int:
        """How many articles the store holds; old versions count."""
        return self._store.size()[0]

    def close(self) -> None:
        """Closes the store; `with` does it by itself."""
        self._store.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<annals.Store {self._path}>"


def open(path: str | os.PathLike[str], *, create: bool = True) -> Store:
    """Opens the store at `path`; makes it where there is none, but for `create=False`.

    Raises:
        FileNotFoundError: There is none, and none is to be made.
        StoreFailed: The file is something else, or of a later version.

    >>> open("examples/README.md")
    Traceback (most recent call last):
    annals._errors.StoreFailed: examples/README.md: this file is no annals store
    """
    return Store(path, create=create)


def composed(query: str, since: str | None, until: str | None, source: str | None) -> str:
    """One query of a query and what stands beside it.

    >>> composed("truce OR ceasefire", "2024-06", None, "Velkar Herald")
    '(truce OR ceasefire) since:2024-06 source:"Velkar Herald"'
    """
    if source is not None and '"' in source:
        raise ValueError(f"source={source!r}: a source has no quotation marks")
    parts = [f"since:{since}" if since else "", f"until:{until}" if until else ""]
    parts.append((f'source:"{source}"' if " " in source else f"source:{source}") if source else "")
    beside = " ".join(part for part in parts if part)
    if not beside or not query.strip():
        return beside or query
    return f"({query}) {beside}"

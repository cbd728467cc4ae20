"""annals reads news articles: who said what, who did what to whom, how many, when and where, and who says so.

>>> import annals
>>> doc = annals.read("The minister said on Tuesday that 40 people had died in Goma.", published="2024-05-14")
>>> for s in doc.statements:
...     print(s.speaker, "|", s.text)
The minister | that 40 people had died in Goma
>>> doc.figures[0].low, doc.figures[0].measure, str(doc.figures[0].voice)
(40.0, 'killed', 'The minister')

`read` reads one text, `read_many` files, `read_frame` the rows of a data frame, `open` a store. Everything is the same as what the
program `annals` gives: the same records, ids, columns and query language.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from . import _annals
from ._annals import (
    Alternate,
    Cue,
    Document,
    Entity,
    Event,
    EventDate,
    Figure,
    Findings,
    Mention,
    Note,
    Participant,
    Place,
    Sentence,
    Span,
    Speaker,
    Statement,
    Time,
    Voice,
    __version__,
)
from ._errors import ArticleUnreadable, BadQuery, Error, ReadWarning, StoreFailed
from ._rows import Rows, Tables
from ._store import Added, Results, Store, open
from ._table import Schema, Table

__all__ = [
    "KINDS",
    "Added",
    "Alternate",
    "ArticleUnreadable",
    "BadQuery",
    "Cue",
    "Document",
    "Entity",
    "Error",
    "Event",
    "EventDate",
    "Figure",
    "Findings",
    "Mention",
    "Note",
    "Participant",
    "Place",
    "ReadWarning",
    "Results",
    "Rows",
    "Schema",
    "Sentence",
    "Span",
    "Speaker",
    "Statement",
    "Store",
    "StoreFailed",
    "Table",
    "Tables",
    "Time",
    "Voice",
    "__version__",
    "engine",
    "open",
    "read",
    "read_frame",
    "read_many",
    "schema",
]

#: The names of all tables, in order.
KINDS: tuple[str, ...] = tuple(_annals.kinds())


def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    uri: str | None = None,
    source: str | None = None,
    byline: str | Iterable[str] | None = None,
    key: str | None = None,
) -> Document:
    """Reads one text.

    The text is kept to the last code point; it is no file's name (for files, see `read_many`). The other threads of Python run
    meanwhile. The first call loads the model, which takes a moment.

    Args:
        text: The article's text, without its title. Halves of characters (lone surrogates) become U+FFFD.
        published: When it was published: ISO 8601, or as outlets write it. "Tuesday" in the text is told by it.
        title: Headline.
        uri: Address; where no source is given, its host is the source.
        source: Outlet.
        byline: Authors.
        key: Your own id of the article.

    Returns:
        The article with what was found in it.

    Raises:
        ArticleUnreadable: The text is empty.

    >>> doc = read("Rain fell on Monday.", published="2024-05-14")
    >>> doc.times[0].text, doc.times[0].value
    ('Monday', '2024-05-13')
    """
    names = [byline] if isinstance(byline, str) else None if byline is None else list(byline)
    return _annals.read(
        text, published=published, title=title, uri=uri, source=source, byline=names, key=key
    )


def read_many(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    jobs: int | None = None,
    progress: bool | None = None,
) -> Rows:
    """Reads files: text, HTML, JSON, JSON Lines, feeds and WARC, packed by gzip or zstd or not.

    Nothing is read until rows are taken: iterate over the articles, or take tables of what is found in them. What cannot be read
    is no exception but a row of `errors`.

    Args:
        paths: A file, a folder (with the folders in it), a pattern such as "articles/*.html", or several of these. Files come in
            the order given, those of folders and patterns in the order of their names.
        jobs: How many threads read; all cores if None. What is read is the same whatever the number.
        progress: Whether standard error shows how far reading is; if None, where it is a terminal.

    >>> rows = read_many("examples/*.txt", jobs=2)
    >>> for doc in rows:
    ...     print(doc.uri, len(doc.statements) > 0)
    examples/basin-summit.txt True
    examples/halvet-voice-of-orsel.txt True
    examples/mediator-interview.txt True
    examples/tarn-mill-ceasefire.txt True
    >>> rows.figures.columns[10:15]
    ['id', 'start', 'end', 'text', 'low']
    """
    return Rows._of_files(paths, jobs, progress)


def read_frame(
    frame: Any,
    *,
    text: str = "body",
    published: str | None = None,
    title: str | None = None,
    uri: str | None = None,
    source: str | None = None,
    byline: str | None = None,
    id: str | None = None,
    jobs: int | None = None,
    progress: bool | None = None,
) -> Rows:
    """Reads the rows of a data frame: pandas (2.2 or later, with pyarrow), polars, a pyarrow Table or RecordBatch, a DuckDB relation.

    A row whose text is missing or broken is a row of `errors`, the others are read. A frame that can be taken only once, such as
    a RecordBatchReader, gives its rows once.

    Args:
        frame: Anything that gives its data through Arrow's capsules.
        text: Name of the column with the texts.
        published: Name of the column with the times of publication: text, days, or moments. A moment without a zone that is
            midnight counts as a day.
        title, uri, source, byline: Names of the columns with these.
        id: Name of the column with your own ids: they come back as `key`.
        jobs: How many threads read; all cores if None.
        progress: Whether standard error shows how far reading is; if None, where it is a terminal.

    Raises:
        KeyError: There is no such column.
        TypeError: The frame gives no Arrow data, or the column of the texts holds something else.

    >>> import polars
    >>> frame = polars.DataFrame({"n": [1, 2], "body": ["Ten people were hurt, the mayor said.", None]})
    >>> rows = read_frame(frame, id="n")
    >>> [(doc.key, doc.figures[0].text) for doc in rows]
    [('1', 'Ten people')]
    >>> rows.errors.to_dicts()
    [{'number': 1, 'key': '2', 'uri': None, 'stage': 'intake', 'message': 'item 2: there is no text'}]
    """
    columns = {
        "text": text,
        "published": published,
        "title": title,
        "uri": uri,
        "source": source,
        "byline": byline,
        "id": id,
    }
    return Rows._of_frame(frame, columns, jobs, progress)


def schema(kind: str) -> Schema:
    """The columns of a table of `Rows`: the same always, also where there are no rows.

    Args:
        kind: One of `KINDS`: articles, sentences, statements, events, figures, times, places, entities, mentions, participants or
            errors.

    >>> schema("errors").names
    ['number', 'key', 'uri', 'stage', 'message']
    """
    return Schema(_annals.schema(kind))


def engine() -> str:
    """What reads: version of annals and digest of the model, as the records have it.

    >>> engine().startswith("annals ")
    True
    """
    return _annals.engine()

"""What can go wrong."""


class Error(Exception):
    """What annals raises of its own; the ground of all below."""


class ArticleUnreadable(Error, ValueError):
    """A text holds no article: it is empty, say. Raised by `annals.read` alone: where many are read, it is a row of `errors`."""


class BadQuery(Error, ValueError):
    """A query cannot be read; the message points at the place."""


class StoreFailed(Error, OSError):
    """A store could not be opened, read or written."""


class ReadWarning(UserWarning):
    """Some of many articles could not be read; which ones, `rows.errors` says."""

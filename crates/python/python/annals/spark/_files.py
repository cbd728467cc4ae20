"""Files where workers and driver both see them."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from pyarrow import fs

Fetch = Callable[[str], AbstractContextManager[str]]
"""A way to a file: takes a path, gives the name of a local file for as long as it is read."""


class Folder:
    """A folder, by a path or by a URL that `pyarrow.fs` knows."""

    def __init__(self, place: str) -> None:
        self.files: fs.FileSystem
        self.path: str
        self.files, self.path = fs.FileSystem.from_uri(place) if "://" in place else local_folder(place)

    def make(self, part: str) -> None:
        """Makes the folder `part` in it, where there is none."""
        self.files.create_dir(f"{self.path}/{part}", recursive=True)

    def names(self, part: str) -> set[str]:
        """The names of the files in the folder `part`."""
        found = self.files.get_file_info(fs.FileSelector(f"{self.path}/{part}"))
        return {info.base_name for info in found if info.type == fs.FileType.File}

    def remove(self, name: str) -> None:
        """Takes a file away."""
        self.files.delete_file(f"{self.path}/{name}")

    @contextmanager
    def whole(self, part: str, name: str) -> Iterator[Any]:
        """A file to write, which gets its name once it is whole; a failure leaves nothing of it."""
        target, unfinished = f"{self.path}/{part}/{name}", f"{self.path}/{part}/.{name}.{uuid.uuid4().hex}"
        try:
            with self.files.open_output_stream(unfinished) as sink:
                yield sink
            self.rename(unfinished, target)
        except BaseException:
            if self.files.get_file_info(unfinished).type != fs.FileType.NotFound:
                self.files.delete_file(unfinished)
            raise

    def rename(self, old: str, new: str) -> None:
        """Some file systems put no file in the place of another."""
        taken = self.files.get_file_info(new).type != fs.FileType.NotFound
        if taken and not isinstance(self.files, fs.LocalFileSystem):
            self.files.delete_file(new)
        self.files.move(old, new)


def local_folder(place: str) -> tuple[fs.FileSystem, str]:
    return fs.LocalFileSystem(), os.path.abspath(place)


@contextmanager
def fetched(path: str) -> Iterator[str]:
    """The file at `path`: itself where it is local, else a copy on this machine's disk for as long as it is read."""
    scheme = urlsplit(path).scheme if "://" in path else ""
    if scheme in ("", "file"):
        name = urlsplit(path).path if scheme else path
        open(name, "rb").close()
        yield name
        return
    with tempfile.TemporaryDirectory(prefix="annals-") as folder:
        name = os.path.join(folder, os.path.basename(urlsplit(path).path) or "archive")
        with opened(path, scheme) as source, open(name, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        yield name


def opened(path: str, scheme: str) -> IO[bytes]:
    """A stream of what stands at the URL."""
    if scheme in ("http", "https"):
        stream: IO[bytes] = urlopen(path, timeout=60)
        return stream
    files, name = fs.FileSystem.from_uri(path)
    remote: IO[bytes] = files.open_input_stream(name, compression=None)
    return remote

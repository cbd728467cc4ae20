"""A store of the examples and a server over it, for tests that speak HTTP to it as any client does."""

import contextlib
import functools
import http.client
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("ANNALS", ROOT / "target" / "release" / "annals"))

COPY = {
    "text": "Forty-three people were hurt in Orsk. “The bridge is safe,” Ann Lee, the mayor, told reporters on Monday. "
    "She said the army would visit the town. Dovan Kreel denied that 12 people were killed.",
    "uri": "https://tarn.example/bridge",
    "title": "Bridge <b>safe</b>, says mayor & council",
    "source": "Tarn Courier",
    "published": "2024-03-30",
}
HOSTILE = {
    "text": "<script>alert(1)</script> Ann Lee said “<img src=x onerror=alert(2)> is no picture.” \"'><svg/onload=alert(3)>",
    "uri": "javascript:alert(4)",
    "title": "</title><script>alert(5)</script>",
    "source": "\"><script>alert(6)</script>",
    "published": "2024-03-31",
}


def run(*args, given=None):
    """Runs annals to its end; its output. Status 1, nothing found, is no error."""
    done = subprocess.run([PROGRAM, *map(str, args)], input=given, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout


@functools.cache
def made():
    """The bytes of a store of the examples and of two articles of these tests."""
    lines = "".join(json.dumps(article) + "\n" for article in (COPY, HOSTILE))
    with Folder() as folder:
        path = pathlib.Path(folder) / "made.annals"
        run("add", path, ROOT / "examples")
        run("add", path, "-", given=lines.encode())
        with contextlib.closing(sqlite3.connect(path)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return path.read_bytes()


def make(path):
    """A store of the examples and of two articles of these tests at `path`."""
    path.write_bytes(made())
    return path


class Server:
    """A server on a free port; `with` ends it."""

    def __init__(self, store, *args, check=True):
        command = [PROGRAM, "serve", str(store), "--bind", "127.0.0.1:0", *map(str, args)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.said, self.port = [], None
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(r"at http://[^ ]*:(\d+)/", line):
                self.port = int(found[1])
                break
        assert self.port or not check, "".join(self.said)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self, how=signal.SIGTERM):
        """Ends the server; its exit status."""
        self.process.send_signal(how)
        status = self.process.wait(20)
        self.process.stderr.close()
        return status

    def ask(self, path, method="GET", body=None, **headers):
        """Status, headers and body of a request; header names with `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, path, method="GET", body=None, expect=200, **headers):
        """The JSON of an answer that has this status."""
        status, _, answer = self.ask(path, method, body, **headers)
        assert status == expect, (path, status, answer[:500])
        return json.loads(answer)


class Folder(tempfile.TemporaryDirectory):
    """A folder that is gone after the tests, as a path."""

    @property
    def path(self):
        return pathlib.Path(self.name)

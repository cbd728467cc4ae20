"""Hostile inputs: odd queries, paths, headers and bodies, HTML in texts. Each gets a 4xx or a plain page, soon."""

import itertools
import random
import re
import socket
import time
import unittest
import urllib.parse

import common

# Whatever a page holds of these must have come from a text, unescaped.
INJECTED = re.compile(rb"<script(?![^>]*\bsrc=\"/assets/)|<img|<svg/onload|<[^>]*\son\w+\s*=|href=\"\s*javascript:|<iframe|<b>safe</b>", re.I)

QUERIES = [
    '"', '""', "(", ")", "(" * 500, "-" * 500, "a OR", "OR", "AND AND", "NOT", "-", "*", "a*b*", "type:", "type:nothing", "speaker:", 'speaker:"',
    "speaker:\"\\\"", "since:2024-99-99", "since:-1", "until:99999999999999999999", "value:nan", "value:1e999", "value:>-1e308", "value:10..", "id:/",
    "id:s1-2/s1-2", "id:s99999999999999999999-1", "article:'", "'; DROP TABLE articles; --", "x' OR '1'='1", "a NEAR b", "NEAR(a b, 5)", "text:a", "^a", "a + b",
    "{a b}", "\"a\" \"b\" \"c\"", "\x00", "a\x00b", "\ud7ff\ue000", "\u202e", "\ufeff", "😀" * 300, "é" * 2000, "a " * 3000, "a OR " * 500 + "a",
    "((((a OR b) c) OR d) e) -f", "-(-(-(-(a))))", "type:figure type:event", "type:figure speaker:a stance:deny", "version:all version:all",
    "review:rejected type:article", "country:\"'\"", "place:%", "place:_", "source:*", "key:\\", "lang:\n", "\r\nSet-Cookie: a=b", "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "${7*7}", "%00", "%ff", "../../etc/passwd", "a:b:c:d", ":::", "::a", "a:", "type:*",
]
PATHS = [
    "/%00", "/%ff", "//", "///", "/./search", "/../search", "/search/", "/search.", "/search.json.json", "/search.exe", "/.json", "/article", "/article/", "/article//",
    "/article/%2e%2e", "/article/..%2f..", "/article/<script>", "/article/%3Cscript%3Ealert(1)%3C/script%3E", "/article/0/0/0", "/article/0/-1", "/article/0/1e9",
    "/article/0/99999999999999999999999", "/article/0/s", "/article/0/s-1-2", "/article/0/é", "/article/%F0%9F%98%80", "/article/" + "a" * 8000, "/actor/", "/actor/%",
    "/actor/%zz", "/actor/%00", "/actor/'", "/actor/%22%3E%3Cscript%3E", "/actor/a/b/c/d/e", "/actor/" + "%2F" * 2000, "/assets/", "/assets/..", "/assets/%2e%2e%2f",
    "/assets/\\", "/openapi", "/openapi.jsonl", "/login.json", "/login?next=//evil.example", "/login?next=javascript:alert(1)", "/corrections.parquet", "/map.bib",
    "/compare" + "?q=a" * 7, "/compare?by=century", "/compare?count=none", "/compare?list=x", "/search?type=x", "/search?sort=x", "/search?limit=-1&q=a", "/search?limit=1e9&q=a",
    "/search?page=x&q=a", "/search?page=" + "A" * 5000 + "&q=a", "/search?q=a&q=b&q=c", "/search?%ff=%ff", "/search?q", "/search?=", "/search?&&&&", "/search?q=%", "/actor/a?list=x",
    "/article/0.csv?type=x", "/review?article=x&finding=y", "/review?article=%22&finding=%22", "/review?finding=s1-2", "/read.csv", "/read.json", "/help.json", "*",
    "http://evil.example/search", "/search#a", "/search?q=a#<script>", "/search;a=b", "/search%2ejson", "/SEARCH",
]
HEADERS = [
    {"Accept": "text/html" * 500}, {"Accept": "\xff"}, {"Accept-Encoding": "gzip;q=nan"}, {"Range": "bytes=-1"}, {"Range": "bytes=0-99999999999"}, {"Cookie": "a=b;" * 500},
    {"Cookie": "annals-0=\"'"}, {"Authorization": "Bearer " + "a" * 9000}, {"Authorization": "Negotiate x"}, {"Origin": "null"}, {"Origin": "http://"}, {"Referer": "javascript:alert(1)"},
    {"If-None-Match": "*"}, {"If-None-Match": "\"'"}, {"Expect": "100-continue"}, {"Expect": "nothing"}, {"Content-Length": "-1"}, {"Content-Length": "99999999999999"}, {"Upgrade": "websocket"},
    {"Transfer-Encoding": "chunked, chunked"}, {"X-Forwarded-Host": "evil.example"}, {"X-HTTP-Method-Override": "DELETE"}, {"Host": ""}, {"Host": "a b"}, {"Host": "[::1"}, {"Content-Type": "\"'<>"},
]
TYPES = [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b", "application/x-www-form-urlencoded", "application/json", "application/jsonl",
    "text/plain; charset=utf-7", "text/html", "application/octet-stream", "", "a/b; c=\"",
]
BODIES = [
    b"", b"\x00" * 100, b"\xff\xfe" + "a".encode("utf-16-le") * 50, b"\x1f\x8b\x08" + b"\x00" * 50, b"\x28\xb5\x2f\xfd" + b"\xff" * 50, b"WARC/1.0\r\nContent-Length: 99999\r\n\r\n", b"{" * 5000,
    b"[" * 100_000, b'{"text": ' + b'"a"' * 3, b'{"text": null}', b'{"action": "accept", "article": "0", "finding": "s1-2"}', b'{"article": "0", "finding": "x", "action": "undo"}',
    b"--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n", b"--b\r\n\r\n\r\n--b--", b"<html>" + b"<div>" * 20_000, b"<!doctype html><title></title><script>alert(1)</script>", b"action=set&article=0&finding=s1-2&field=id",
    b"<rss><channel><item><description>&lt;script&gt;alert(1)&lt;/script&gt;</description></item></channel></rss>", b"<!DOCTYPE a [<!ENTITY b \"" + b"c" * 99 + b"\">]><rss>&b;</rss>",
    ("“" * 20_000).encode(), b"( " * 20_000, b"Ann Lee said. " * 2_000,
]


def odd_queries(count):
    """Queries thrown together of the language's own pieces, the same ones at every run."""
    dice = random.Random(5)
    pieces = ["a", "the", '"', "(", ")", "-", "*", " OR ", " AND ", " NOT ", ":", "type:figure ", "type:", "speaker:", "since:2024 ", "value:>", "..", "id:", "/", "s1-2", "é", "\x00", "\\", "%", "'"]
    return ["".join(dice.choices(pieces, k=dice.randint(1, 30))) for _ in range(count)]


class Hostile(unittest.TestCase):
    asked = 0

    @classmethod
    def setUpClass(cls):
        cls.folder = common.Folder()
        cls.server = common.Server(common.make(cls.folder.path / "news.annals"))

    @classmethod
    def tearDownClass(cls):
        cls.server.end()
        cls.folder.cleanup()

    def send(self, method, path, headers=None, body=b""):
        """Sends a request as it is, wrong or not; the bytes of the answer."""
        lines = {"Host": f"127.0.0.1:{self.server.port}", "Accept": "text/html", "Connection": "close", "Content-Length": str(len(body))} | (headers or {})
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
        answer = b""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as connection:
            try:
                connection.sendall(head.encode("latin-1", "replace") + body)
                connection.shutdown(socket.SHUT_WR)
                while chunk := connection.recv(65536):
                    answer += chunk
            except OSError:
                # The server has said what it had to and closed while more came.
                pass
        return answer

    def check(self, what, *request):
        type(self).asked += 1
        begun = time.monotonic()
        answer = self.send(*request)
        with self.subTest(what=what):
            self.assertLess(time.monotonic() - begun, 30)
            if answer:
                status = int(answer.split(b" ", 2)[1])
                self.assertLess(status, 500, answer[:800])
                if b"text/html" in answer.split(b"\r\n\r\n")[0]:
                    self.assertIsNone(INJECTED.search(answer.split(b"\r\n\r\n", 1)[1]), INJECTED.search(answer))

    def test_hostile_inputs(self):
        for query in QUERIES + odd_queries(80):
            given = urllib.parse.quote(query.encode("utf-8", "surrogatepass"), safe="")
            screens = ("/search?q=", "/search.json?q=", "/review?q=", "/map?q=", "/compare?q=")
            screen = screens[self.asked % len(screens)]
            self.check((screen, query), "GET", screen + given)
        for path in PATHS:
            self.check(path, "GET", path.encode().decode("latin-1").replace(" ", "%20"))
        for headers in HEADERS:
            self.check(headers, "GET", "/search?q=the", headers)
        for (kind, body), target in zip(itertools.product(TYPES, BODIES), itertools.cycle(["/read", "/read.json", "/review", "/corrections.json", "/login"])):
            self.check((target, kind, body[:60]), "POST", target, {"Content-Type": kind}, body)
        self.assertGreaterEqual(self.asked, 300)
        self.assertEqual(self.server.ask("/search.json?q=bridge")[0], 200)

    def test_texts_are_shown_as_texts(self):
        hits = self.server.json("/search.json?q=type:article")["hits"]
        hostile = next(hit for hit in hits if "script" in (hit["row"]["title"] or ""))
        model = self.server.json(hostile["url"] + ".json")
        self.assertFalse(model["article"]["uri_is_link"])
        pages = [hostile["url"], "/search?q=script", "/search", "/search?q=type:article", "/search?q=alert"]
        pages += [finding["url"] for finding in model["findings"]] + [f"/review?q={urllib.parse.quote('type:statement picture')}"]
        for page in pages:
            body = self.server.ask(page, Accept="text/html")[2]
            self.assertIsNone(INJECTED.search(body), (page, INJECTED.search(body)))
            if page == hostile["url"]:
                self.assertIn(b"&#60;script&#62;", body)


if __name__ == "__main__":
    unittest.main()

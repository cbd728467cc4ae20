"""Who may ask a server, and what its answers say of themselves."""

import pathlib
import re
import subprocess
import unittest

import common

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
          "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"}


def setUpModule():
    global folder, store
    folder = common.Folder()
    store = common.make(folder.path / "news.annals")


def tearDownModule():
    folder.cleanup()


class Open(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = common.Server(store)

    @classmethod
    def tearDownClass(cls):
        cls.server.end()

    def test_every_answer_says_what_a_browser_may_do(self):
        pages = ["/search", "/search.json", "/article/none", "/assets/annals.css", "/openapi.json", "/read", "/help", "/none"]
        for path in pages:
            _, headers, body = self.server.ask(path, Accept="text/html")
            self.assertEqual(set(headers["content-security-policy"].split("; ")), POLICY, path)
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["referrer-policy"], "same-origin")
            self.assertEqual(headers["cross-origin-opener-policy"], "same-origin")
            if headers["content-type"].startswith("text/html"):
                self.assertEqual(re.findall(rb"<script(?![^>]*\bsrc=)|\son\w+=|style=\"|javascript:", body), [], path)

    def test_other_hosts_are_not_answered(self):
        for host in ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "[::2]"]:
            self.assertEqual(self.server.ask("/search.json", Host=host)[0], 421, host)
        self.assertEqual(self.server.ask("/search.json", Host=f"localhost:{self.server.port}")[0], 200)

    def test_other_origins_are_not_answered(self):
        own = f"http://127.0.0.1:{self.server.port}"
        self.assertEqual(self.server.ask("/read.json", "POST", "Ann Lee said so.", Origin=own)[0], 200)
        for origin in ["http://evil.example", "null", f"http://localhost:{self.server.port}", "https://127.0.0.1"]:
            self.assertEqual(self.server.ask("/read.json", "POST", "Ann Lee said so.", Origin=origin)[0], 403, origin)
            self.assertEqual(self.server.ask("/search.json", Origin=origin)[0], 403, origin)
        self.assertEqual(self.server.ask("/review", "POST", "action=accept", Sec_Fetch_Site="cross-site")[0], 403)

    def test_limits(self):
        self.assertEqual(self.server.ask("/search.json?q=" + "a" * 20_000)[0], 414)
        self.assertEqual(self.server.ask("/review", "POST", b"a" * (33 << 20), Content_Type="text/plain")[0], 413)
        headers = {f"X-{n}": "a" for n in range(100)}
        self.assertEqual(self.server.ask("/search.json", **headers)[0], 431)
        for path in ["/assets/../Cargo.toml", "/assets/%2e%2e/%2e%2e/Cargo.toml", "/assets//etc/passwd"]:
            self.assertEqual(self.server.ask(path)[0], 404, path)
        self.assertEqual(self.server.ask("/search", "DELETE")[0], 405)

    def test_a_head_has_no_body(self):
        status, headers, body = self.server.ask("/search", "HEAD")
        self.assertEqual((status, body), (200, b""))

    def test_assets_are_known_again(self):
        _, headers, body = self.server.ask("/assets/annals.css")
        self.assertTrue(body)
        self.assertEqual(self.server.ask("/assets/annals.css", If_None_Match=headers["etag"])[0], 304)


class WithToken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.file = folder.path / "token"
        cls.server = common.Server(store, "--token-file", cls.file, "--host", "desk.example")
        cls.token = re.search(r"\b[0-9a-f]{64}\b", "".join(cls.server.said))[0]

    @classmethod
    def tearDownClass(cls):
        cls.server.end()

    def test_only_the_hash_is_kept(self):
        self.assertNotIn(self.token, self.file.read_text())
        self.assertEqual(self.file.stat().st_mode & 0o077, 0)

    def test_the_token_opens(self):
        self.assertEqual(self.server.ask("/search.json")[0], 401)
        self.assertEqual(self.server.ask("/search.json", Authorization=f"Bearer {self.token}")[0], 200)
        self.assertEqual(self.server.ask("/search.json", Authorization=f"Bearer {self.token[:-1]}")[0], 401)
        self.assertEqual(self.server.ask("/search.json", Authorization=f"Basic {self.token}")[0], 401)
        self.assertEqual(self.server.ask("/read.json", "POST", "Ann Lee said so.")[0], 401)

    def test_a_browser_logs_in_and_out(self):
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        status, headers, _ = self.server.ask("/search?q=a", Accept="text/html")
        self.assertEqual((status, headers["location"]), (303, "/login?next=%2Fsearch%3Fq%3Da"))
        self.assertEqual(self.server.ask("/login", Accept="text/html")[0], 200)
        self.assertEqual(self.server.ask("/login", "POST", "token=wrong", **form)[0], 401)
        status, headers, _ = self.server.ask("/login", "POST", f"token={self.token}&next=//evil.example", **form)
        self.assertEqual((status, headers["location"]), (303, "/"))
        cookie = headers["set-cookie"]
        self.assertIn("HttpOnly; SameSite=Strict", cookie)
        self.assertNotIn(self.token, cookie)
        cookie = cookie.split(";")[0]
        self.assertEqual(self.server.ask("/search.json", Cookie=cookie)[0], 200)
        self.server.ask("/logout", "POST", Cookie=cookie)
        self.assertEqual(self.server.ask("/search.json", Cookie=cookie)[0], 401)

    def test_the_token_holds_when_the_server_begins_again(self):
        with common.Server(store, "--token-file", self.file) as again:
            self.assertNotIn("token", "".join(again.said))
            self.assertEqual(again.ask("/search.json", Authorization=f"Bearer {self.token}")[0], 200)

    def test_a_name_is_added(self):
        bearer = f"Bearer {self.token}"
        self.assertEqual(self.server.ask("/search.json", Host="desk.example", Authorization=bearer)[0], 200)
        self.assertEqual(self.server.ask("/search.json", Host="other.example", Authorization=bearer)[0], 421)


class Beginning(unittest.TestCase):
    def serve(self, *args):
        done = subprocess.run([common.PROGRAM, "serve", *map(str, args)], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stderr

    def test_other_machines_need_a_token(self):
        status, said = self.serve(store, "--bind", "0.0.0.0:0")
        self.assertEqual(status, 2)
        self.assertIn("--token-file", said)

    def test_a_store_must_be_there(self):
        status, said = self.serve(folder.path / "none.annals", "--bind", "127.0.0.1:0")
        self.assertEqual(status, 2)
        self.assertIn("there is no store here", said)
        self.assertFalse(pathlib.Path(folder.path / "none.annals").exists())


if __name__ == "__main__":
    unittest.main()

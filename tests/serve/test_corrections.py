"""Corrections by the form of Review and by a file; a server that was killed."""

import json
import signal
import unittest
import urllib.parse

import common

FORM = {"Content_Type": "application/x-www-form-urlencoded"}
LINES = {"Content_Type": "application/jsonl"}


class Corrections(unittest.TestCase):
    def setUp(self):
        self.folder = common.Folder()
        self.addCleanup(self.folder.cleanup)
        self.store = common.make(self.folder.path / "news.annals")
        self.server = common.Server(self.store)
        self.addCleanup(lambda: self.server.process.poll() is None and self.server.end())

    def find(self, query):
        return self.server.json("/search.json?" + urllib.parse.urlencode({"q": query}))

    def correct(self, hit, action, **more):
        form = {"article": hit["row"]["article_id"], "finding": hit["row"]["id"], "action": action, **more}
        return self.server.ask("/review", "POST", urllib.parse.urlencode(form), **FORM)

    def test_accept_reject_undo(self):
        before = self.find("type:figure")
        hit = before["hits"][0]
        status, headers, _ = self.correct(hit, "accept", next="/review?q=type:figure")
        self.assertEqual((status, headers["location"]), (303, "/review?q=type:figure"))
        self.assertEqual(self.server.json(hit["url"] + ".json")["review"], "accepted")
        self.correct(hit, "reject")
        self.assertEqual(self.find("type:figure")["total"], before["total"] - 1)
        self.assertEqual(self.find("type:figure review:rejected")["total"], 1)
        self.correct(hit, "undo")
        self.assertEqual(self.find("type:figure")["total"], before["total"])
        record = self.server.json(hit["url"] + ".json")
        self.assertEqual([(one["action"], one["undone"]) for one in record["corrections"]],
                         [("accept", False), ("reject", True), ("undo", False)])

    def test_a_value_is_changed(self):
        hit = self.find("type:figure")["hits"][0]
        self.assertEqual(self.correct(hit, "set", field="low", value="17")[0], 303)
        record = self.server.json(hit["url"] + ".json")
        self.assertEqual((record["row"]["low"], record["review"]), (17, "changed"))
        self.assertEqual(self.correct(hit, "set", field="low", value="many")[0], 422)
        self.assertEqual(self.correct(hit, "set", field="nothing", value="1")[0], 422)
        self.assertEqual(self.correct(hit, "praise")[0], 400)

    def test_a_file_goes_from_store_to_store(self):
        hit = self.find("type:figure")["hits"][0]
        self.correct(hit, "reject", who="Bo")
        lines = self.server.ask("/corrections.jsonl")[2]
        self.assertEqual(json.loads(lines)["who"], "Bo")
        with common.Server(common.make(self.folder.path / "other.annals")) as other:
            made = other.json("/corrections.json", "POST", lines, **LINES)
            self.assertEqual(made, {"applied": 1, "known": 0, "refused": []})
            made = other.json("/corrections.json", "POST", lines, **LINES)
            self.assertEqual(made, {"applied": 0, "known": 1, "refused": []})
            self.assertEqual(other.json(hit["url"] + ".json")["review"], "rejected")
        problem = self.server.json("/corrections.json", "POST", b'{"article": 1}', expect=400, **LINES)
        self.assertIn("correction 1", problem["detail"])

    def test_a_killed_server_has_lost_nothing(self):
        hit = self.find("type:figure")["hits"][0]
        self.assertEqual(self.correct(hit, "accept")[0], 303)
        self.server.end(signal.SIGKILL)
        self.server = common.Server(self.store)
        self.assertEqual(self.server.json(hit["url"] + ".json")["review"], "accepted")
        self.assertEqual(self.server.end(signal.SIGINT), 0)

    def test_a_read_only_server_takes_none(self):
        hit = self.find("type:figure")["hits"][0]
        self.server.end()
        self.server = common.Server(self.store, "--read-only")
        self.assertEqual(self.correct(hit, "accept")[0], 403)
        self.assertEqual(self.server.json(hit["url"] + ".json")["review"], None)


if __name__ == "__main__":
    unittest.main()

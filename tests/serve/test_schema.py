"""The API against its own description: schemathesis finds no server error. Needs `tests/serve/requirements.txt`."""

import pathlib
import subprocess
import sys
import unittest

import common

TOOL = pathlib.Path(sys.executable).with_name("schemathesis")


class Schema(unittest.TestCase):
    @unittest.skipUnless(TOOL.exists(), "schemathesis is not installed beside this Python")
    def test_no_server_error(self):
        folder = common.Folder()
        self.addCleanup(folder.cleanup)
        with common.Server(common.make(folder.path / "news.annals")) as server:
            openapi = server.json("/openapi.json")
            self.assertTrue(openapi["openapi"].startswith("3.1"))
            for path, methods in openapi["paths"].items():
                for method, told in methods.items():
                    self.assertTrue(told.get("summary") or told.get("description"), (path, method))
                    self.assertIn("200", told["responses"], (path, method))
            command = [TOOL, "run", f"http://127.0.0.1:{server.port}/openapi.json", "--checks", "not_a_server_error", "--max-examples", "25", "--max-time", "90",
                       "--phases", "examples,coverage,fuzzing", "--request-timeout", "30", "--generation-deterministic", "--workers", "2"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=folder.path)
            self.assertEqual(done.returncode, 0, done.stdout[-4000:] + done.stderr[-1000:])
            self.assertEqual(server.ask("/search.json?q=bridge")[0], 200)


if __name__ == "__main__":
    unittest.main()

"""Interrupts, progress and processes: what a terminal and a pool of workers do to reading."""

import os
import signal
import subprocess
import sys
import time
import unittest

from common import ROOT, InFolder

READS = """
import sys, annals
sys.stdout.write("begun\\n"); sys.stdout.flush()
try:
    {what}
except KeyboardInterrupt:
    print("interrupted")
"""


class Interrupts(InFolder):
    def setUp(self):
        super().setUp()
        text = "The mayor of Goma said on Monday that ten people had died in the flood. " * 40
        for number in range(3000):
            (self.folder / f"{number:04}.txt").write_text(f"{number}. {text}")

    def interrupted(self, what):
        script = READS.format(what=what.format(folder=str(self.folder)))
        child = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.addCleanup(child.stdout.close)
        self.assertEqual(child.stdout.readline(), "begun\n")
        time.sleep(3)
        child.send_signal(signal.SIGINT)
        sent = time.monotonic()
        self.assertEqual(child.stdout.readline(), "interrupted\n")
        self.assertEqual(child.wait(timeout=60), 0)
        return time.monotonic() - sent

    def test_an_interrupt_stops_reading_many(self):
        self.assertLess(self.interrupted("annals.read_many('{folder}').statements"), 20)
        self.assertLess(self.interrupted("[0 for _ in annals.read_many('{folder}')]"), 20)

    def test_an_interrupt_stops_adding_and_what_is_stored_stays(self):
        store = self.folder / "news.annals"
        self.interrupted(f"annals.open('{store}').add('{{folder}}')")
        import annals

        with annals.open(store, create=False) as opened:
            self.assertLess(len(opened), 3000)
            self.assertEqual(opened.count("type:article"), len(opened))


class Elsewhere(InFolder):
    def test_progress_is_told_where_it_is_asked_for(self):
        script = "import annals; annals.read_many('examples/', progress={}).articles"
        run = [sys.executable, "-c"]
        shown = subprocess.run([*run, script.format(True)], cwd=ROOT, capture_output=True, text=True, check=True)
        self.assertRegex(shown.stderr, r"annals: \d+ articles, 0:\d\d, done\n$")
        quiet = subprocess.run([*run, script.format(None)], cwd=ROOT, capture_output=True, text=True, check=True)
        self.assertEqual(quiet.stderr, "")

    def test_a_process_that_has_read_may_fork(self):
        import annals

        list(annals.read_many("examples/velkar-protest.html", jobs=2))
        child = os.fork()
        if child == 0:
            # The child has no other thread: reading must not wait for any.
            docs = list(annals.read_many("examples/velkar-protest.html", jobs=2))
            os._exit(0 if len(docs) == 1 and len(annals.read("Rain fell.").sentences) == 1 else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)


if __name__ == "__main__":
    unittest.main()

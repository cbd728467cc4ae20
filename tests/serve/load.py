#!/usr/bin/env python3
"""64 readers at a server while `annals add` writes into its store: errors, and how long pages take.

    tests/serve/load.py STORE [--readers 64] [--seconds 30] [--pause 2] [--add FILE.jsonl]

Speaks to 127.0.0.1 only. Each reader asks for pages of the store over one connection, articles, findings, actors and searches by
turns, and pauses between two for half to one and a half times --pause. --add names articles that are read into the store meanwhile;
without it the examples are read in under other addresses. Prints JSON: for each kind of page number, median, 99th
of a hundred and longest in milliseconds; errors; what was added. `./bench serve` makes a table of it.
"""

import argparse
import asyncio
import collections
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import common

WORDS = ["ceasefire", "bridge", "army", "minister", "killed", "people", "talks", "water", "strike", "police"]


def pages(server):
    """Addresses of the store's pages by kind."""
    articles, findings, actors = [], [], set()
    for query in WORDS:
        for kind in ("statement", "figure"):
            for hit in server.json(f"/search.json?q={query}&type={kind}&limit=20")["hits"]:
                articles.append(hit["article_url"])
                findings.append(hit["url"])
                actors.update([hit["voice_url"]] if hit["voice_url"] else [])
    searches = [f"/search?q={word}" for word in WORDS] + [f"/search?q=type:statement+{word}" for word in WORDS]
    return {"article": articles, "finding": findings, "actor": sorted(actors), "search": searches}


async def reader(port, urls, until, pause, seen, dice):
    """Asks for pages until the time is over; `seen` gets kind, seconds and status of each."""
    stream = None
    await asyncio.sleep(pause * dice.random())  # they do not all come in one instant
    while time.monotonic() < until:
        kind = dice.choices(list(urls), weights=[6, 2, 1, 3])[0]
        url = dice.choice(urls[kind])
        begun = time.monotonic()
        try:
            stream = stream or await asyncio.open_connection("127.0.0.1", port)
            status = await asyncio.wait_for(ask(*stream, port, url), 30)
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            status, stream = repr(error), None
        seen[kind].append((time.monotonic() - begun, status))
        await asyncio.sleep(pause * dice.uniform(0.5, 1.5))


async def ask(incoming, outgoing, port, url):
    """The status of a page that was taken whole."""
    outgoing.write(f"GET {url} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n\r\n".encode())
    await outgoing.drain()
    head = (await incoming.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"content-length: (\d+)", head)
    await incoming.readexactly(int(length[1]))
    return int(head.split(" ", 2)[1])


async def readers(server, urls, args):
    seen = collections.defaultdict(list)
    until = time.monotonic() + args.seconds
    dice = random.Random(1)
    await asyncio.gather(*(reader(server.port, urls, until, args.pause, seen, random.Random(dice.random())) for _ in range(args.readers)))
    return seen


def again(path):
    """The examples under other addresses and with another last sentence, over and over, as JSON Lines."""
    rows = []
    for file in sorted((common.ROOT / "examples").rglob("*.txt")):
        rows.append(file.read_text(encoding="utf-8", errors="replace"))
    with open(path, "w", encoding="utf-8") as lines:
        for n in range(4000):
            text = rows[n % len(rows)] + f"\n\nThe notice was number {n} of that day."
            lines.write(json.dumps({"text": text, "uri": f"https://load.example/{os.getpid()}/{n}", "source": "Load"}) + "\n")
    return path


def summary(times):
    ordered = sorted(seconds for seconds, _ in times)
    at = lambda share: round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
    return {"n": len(ordered), "median": at(0.5), "p99": at(0.99), "longest": round(1000 * ordered[-1], 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=pathlib.Path)
    parser.add_argument("--readers", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=2)
    parser.add_argument("--add", type=pathlib.Path)
    parser.add_argument("--alone", action="store_true", help="without annals add beside them")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, common.Server(args.store) as server:
        urls = {kind: found for kind, found in pages(server).items() if found}
        articles = server.json("/search.json")["overview"]["counts"][0]["count"]
        given = args.add or again(pathlib.Path(folder) / "more.jsonl")
        adding = None if args.alone else subprocess.Popen([common.PROGRAM, "add", args.store, given], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seen = asyncio.run(readers(server, urls, args))
        still = adding is not None and adding.poll() is None
        if still:
            adding.terminate()
        if adding:
            adding.wait()
        more = server.json("/search.json")["overview"]["counts"][0]["count"]
    everything = [one for times in seen.values() for one in times]
    errors = collections.Counter(str(status) for _, status in everything if status != 200)
    print(json.dumps({"articles": articles, "added meanwhile": more - articles, "add was still at it": still, "errors": errors, "pages a second": round(len(everything) / args.seconds, 1),
                      "all": summary(everything)} | {kind: summary(times) for kind, times in seen.items()}, indent=1))


if __name__ == "__main__":
    sys.exit(main())

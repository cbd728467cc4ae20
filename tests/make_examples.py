#!/usr/bin/env python3
"""Write examples/crawl.warc: the same bytes on every run.

    python3 tests/make_examples.py            write the file
    python3 tests/make_examples.py --check    exit 1 if the file is not what would be written

The pages stand here and nowhere else, so that reading the folder of examples reads each of them
once. All of them are invented.
"""

import hashlib
import struct
import sys
import uuid
import zlib
from base64 import b32encode
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "examples" / "crawl.warc"
CRAWLED = "2025-08-20T04:00:00Z"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://crawl.example/annals/examples")

AGENCY = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Varesh seizes three grain barges on the Ilma, Delta cities protest | Quillon</title>
<link rel="canonical" href="https://www.quillon.example/world/2025/01/21/varesh-grain-barges">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Quillon">
<meta property="article:published_time" content="2025-01-21T15:32:00+01:00">
<meta name="author" content="Jonty Maraske">
</head>
<body>
<header><a href="/">Quillon</a><nav><a href="/world">World</a> <a href="/business">Business</a> <a href="/sport">Sport</a></nav></header>
<main>
<article>
<h1>Varesh seizes three grain barges on the Ilma, Delta cities protest</h1>
<p class="byline">By Jonty Maraske</p>
<p>VELKAR, Jan 21 (Quillon) – Varesh has seized three barges carrying about 4,800 tonnes of wheat down the Ilma river to the Free Cities of the Delta, the customs service said on Tuesday, accusing their owner of owing 2.6 million crowns in transit fees.</p>
<p>The Free Cities called the seizure unlawful and summoned the Vareshi ambassador. Their first citizen, Imra Castellane, said that the fees had been paid in November and that she had seen the receipts.</p>
<p>“This is wheat, not contraband,” Castellane told reporters. “It was grown in Kestria, it was bought by bakers, and it will be bread in nine days or it will be mould in thirty.”</p>
<p>The barges were stopped late on Sunday at the Dolvet lock, 60 kilometres south of Velkar. Their 11 crew members were questioned and released, according to the customs service, which said that they were free to leave but had chosen to stay on board.</p>
<p>The owner, Delta Lighterage, denied that it owed anything. “We were told by the lock-keeper that customs had told him to close the gates,” its managing director, Wim Solvang, said. “Customs told us that it was the lock-keeper.”</p>
<p>Interior Minister Halka Brenn defended the seizure. She said that Varesh had sent four reminders since the summer, and she promised that the cargo would be handed over within a day of payment.</p>
<p>“The river is open,” Brenn said. “The account is not.”</p>
<p>Two traders in Port Almeda said the price of bread wheat in the Delta had risen by between 4 and 6 percent since Monday. Around a third of the grain eaten in the Free Cities comes down the Ilma.</p>
<p>Kestria, which exported more than 900,000 tonnes by the river last year, urged both sides to settle the matter before the ice. Its trade ministry said that at least seven other barges were waiting upstream of the lock.</p>
<p>A meeting of the river commission is planned for Friday in Port Almeda. Varesh has not said whether it will attend.</p>
<p class="credit">Reporting by Jonty Maraske; editing by Oda Finchley-Orr</p>
</article>
</main>
<aside><h2>Most read</h2><ol><li><a href="/climate/ice">Ilma ice expected by mid-February</a></li><li><a href="/sport/skating">Skaters look forward to it</a></li></ol></aside>
<footer><p>© 2025 Quillon Cooperative.</p></footer>
</body>
</html>
"""

SYNDICATED = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Grain barges seized on the Ilma – The Almeda Ledger</title>
<meta property="og:site_name" content="The Almeda Ledger">
<meta property="og:type" content="article">
<meta property="article:published_time" content="2025-01-21T18:04:00+01:00">
<meta name="author" content="Quillon">
</head>
<body>
<header><a href="/">The Almeda Ledger</a><nav><a href="/politics">Politics</a><a href="/harbour">Harbour</a><a href="/letters">Letters</a></nav></header>
<main>
<article>
<h1>Grain barges seized on the Ilma</h1>
<p class="source">Quillon, Velkar</p>
<p>Varesh has seized three barges carrying about 4,800 tonnes of wheat down the Ilma river to the Free Cities of the Delta, the customs service said on Tuesday, accusing their owner of owing 2.6 million crowns in transit fees.</p>
<p>The Free Cities called the seizure unlawful and summoned the Vareshi ambassador. Their first citizen, Imra Castellane, said that the fees had been paid in November and that she had seen the receipts.</p>
<p>“This is wheat, not contraband,” Castellane told reporters. “It was grown in Kestria, it was bought by bakers, and it will be bread in nine days or it will be mould in thirty.”</p>
<p>The barges were stopped late on Sunday at the Dolvet lock, 60 kilometres south of Velkar. Their 11 crew members were questioned and released, according to the customs service.</p>
<p>The owner, Delta Lighterage, denied that it owed anything.</p>
<p>Interior Minister Halka Brenn defended the seizure. She said that Varesh had sent four reminders since the summer, and she promised that the cargo would be handed over within a day of payment.</p>
<p>“The river is open,” Brenn said. “The account is not.”</p>
<p>Two traders in Port Almeda said the price of bread wheat in the Delta had risen by between 4 and 6 per cent since Monday. Around a third of the grain eaten in the Free Cities comes down the Ilma.</p>
<p>Kestria, which exported more than 900,000 tonnes by the river last year, urged both sides to settle the matter before the ice.</p>
<p>A meeting of the river commission is planned for Friday in Port Almeda. Varesh has not said whether it will attend.</p>
</article>
</main>
<footer>The Almeda Ledger is owned by its readers. <a href="/join">Become one of them</a>.</footer>
</body>
</html>
"""

FLOOD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Senn flood drives 37,000 from their homes - Senn Courier</title>
<meta name="description" content="At least 16 people dead after the river broke its dykes in three places.">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "ReportageNewsArticle", "headline": "Senn flood drives 37,000 from their homes", "datePublished": "2025-08-19T21:15:00+01:00", "author": {"@type": "Person", "name": "Maren Tolliver"}, "publisher": {"@type": "NewsMediaOrganization", "name": "Senn Courier"}}</script>
</head>
<body>
<nav><a href="/">Senn Courier</a> <a href="/news">News</a> <a href="/mountain">Mountain</a> <a href="/notices">Notices</a></nav>
<div class="alert">Emergency number for the flooded districts: 0800 000. Boil tap water.</div>
<article>
<h1>Senn flood drives 37,000 from their homes</h1>
<p class="by">Maren Tolliver, Greywater</p>
<p>The water reached the second step of the town hall in Greywater at noon on Tuesday, stayed there for an hour, and then, to the surprise of everyone who was watching it, began to fall.</p>
<p>By then the river Senn had broken its dykes in three places, drowned at least 16 people and driven 37,000 from their homes, the regional government said. Nine people were still missing on Tuesday evening, down from 21 in the morning.</p>
<p>“We have lost the low town,” said the mayor, Henrike Ostvald, who had not slept since Sunday. “The people of the low town we have not lost, or not many. That is what I tell myself.”</p>
<p>More than 210 millimetres of rain had fallen on the western hills between Saturday and Monday, as much as in a usual August and September together. The weather office said it had issued its highest warning on Friday at 4 p.m. Several residents said that the sirens in Greywater had stayed silent until Sunday night.</p>
<p>“My neighbour banged on the door,” said Tibor Hallow, a retired postman. “He said, ‘They say on the radio that the mayor says we should go.’ I said, ‘Which radio?’ Mine was floating.”</p>
<p>The prefect, Lidka Sorn, acknowledged that two of the five sirens had failed, but denied that anyone had died because of it. She announced an inquiry.</p>
<p>About 8,500 people spent the night in schools and sports halls. The army has sent 1,200 soldiers, 60 boats and four helicopters. Lantern Relief said that it was feeding some 12,000 people a day and that drinking water, not food, was the greatest need; up to 90 wells have been fouled.</p>
<p>President Ferenz Maud, who flew over the valley on Tuesday morning, promised 250 million crowns in immediate aid, with payments of 3,000 crowns a household to begin next week. Kestria and Lusaria offered another $18 million between them. The Farmers’ League put the damage to the harvest alone at well over half a billion crowns. The finance ministry said that it was too early to name a sum.</p>
<p>Whether the half-built dam at Upper Senn made things better or worse was disputed before the water had gone. It held back almost 14 million cubic metres, according to the energy ministry, which said that the flood would otherwise have been 40 centimetres higher. Opponents of the project say that its spillway was opened on Sunday without warning. The ministry rejects this. “Nobody opened anything,” a spokesman said, “and everybody was warned.”</p>
<p>More rain is forecast for Thursday.</p>
<p class="fix"><strong>Correction, 19 August, 22:40:</strong> an earlier version of this article gave the number of soldiers as 2,100. It is 1,200.</p>
</article>
<div class="related"><h3>In pictures</h3><a href="/pictures/greywater">Greywater under water</a></div>
<footer>Senn Courier, founded 1887. Letters are welcome and may be cut.</footer>
</body>
</html>
"""

EXCHANGE = """\
Forty for forty: the first prisoners cross the Halvet bridge
Kestrian Post, 9 March 2025
By Sel Ambary

They came across one at a time, because the bridge commander had said so, and because nobody had thought of another way to count.

At nineteen minutes past eight on Saturday morning the first of forty Vareshi soldiers set out from the northern end of the Halvet bridge. At the same moment the first of forty prisoners of the government set out from the southern end. In the middle, by the lamp post with the number 17, they passed each other. Neither looked up, observers said.

The exchange, the first under the ceasefire that was signed at Tarn Mill last Monday, took a little over two hours. A man of about fifty stumbled and was helped up by the prisoner coming the other way. “He said thank you,” the helper, who gave his name as Ivar, said later. “I said, ‘You would have done the same.’ I do not know if he would.”

Pell Okonro, the head of the Basin Monitoring Mission, said that all 80 people were “alive, on their feet and accounted for”. Doctors found that at least 14 of those released by the government and six of the soldiers needed treatment in hospital. A lawyer for the families said that several men had told her that they had been beaten in a camp near Dolvet. The Vareshi interior ministry denied this and said that the camp was “open to any inspector who asks”. Okonro said that he had asked twice.

The two sides also accused each other of having broken the ceasefire, which was then not yet three days old. The army reported 11 shots and one mortar round on the northern ridge. The Orsel Front spoke of “a drone, a single one, but a large one”. Its leader, Dessa Varn, who had threatened on Monday to suspend the accord if this should happen, said she would wait for the observers’ report. “We know how to count to one,” she repeated, “but today I would rather count to forty.”

How many prisoners remain is unclear. The government says that it holds 272 more, while the Front claims that the number is above 460. Benedek Aroyo, the mediator, said that the next groups, of 35 each, would follow before the end of the month.

On the Kestrian side some 2,000 people had been waiting since before dawn. Foreign Minister Ada Lindqvar was among them, in a borrowed coat. She did not make a speech. Asked what she was feeling, the minister said: “Cold. And then, when the first one came past the lamp, not cold.”
"""


def png():
    """A grey picture of one pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    # Stored, not packed: other builds of zlib may pack to other bytes.
    pixel = zlib.compress(b"\x00\x80", 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def digest(data):
    return "sha1:" + b32encode(hashlib.sha1(data).digest()).decode("ascii")


def head(first, fields):
    lines = [first, *(f"{name}: {value}" for name, value in fields)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def record(kind, name, media_type, block, fields=()):
    """One WARC record. Its id is made from `kind` and `name`."""
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(NAMESPACE, kind + ' ' + name)}>"),
        ("WARC-Date", CRAWLED),
        *fields,
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", media_type),
        ("Content-Length", len(block)),
    ]
    return head("WARC/1.1", fields) + block + b"\r\n\r\n"


def warcinfo():
    fields = [
        ("software", "tests/make_examples.py"),
        ("format", "WARC File Format 1.1"),
        ("description", "Pages of invented outlets"),
    ]
    block = "".join(f"{name}: {value}\r\n" for name, value in fields).encode("utf-8")
    return record("warcinfo", "crawl.warc", "application/warc-fields", block, [("WARC-Filename", "crawl.warc")])


def response(uri, media_type, body, modified):
    http = [
        ("Date", "Wed, 20 Aug 2025 04:00:00 GMT"),
        ("Server", "example"),
        ("Last-Modified", modified),
        ("Content-Type", media_type),
        ("Content-Length", len(body)),
    ]
    block = head("HTTP/1.1 200 OK", http) + body
    fields = [("WARC-Target-URI", uri), ("WARC-Payload-Digest", digest(body))]
    return record("response", uri, "application/http; msgtype=response", block, fields)


def conversion(uri, text):
    return record("conversion", uri, "text/plain", text.encode("utf-8"), [("WARC-Target-URI", uri)])


def page(uri, html, modified):
    return response(uri, "text/html; charset=utf-8", html.encode("utf-8"), modified)


def crawl():
    return b"".join(
        [
            warcinfo(),
            page(
                "https://www.quillon.example/world/2025/01/21/varesh-grain-barges",
                AGENCY,
                "Tue, 21 Jan 2025 14:32:00 GMT",
            ),
            page(
                "https://almedaledger.example/harbour/grain-barges-seized",
                SYNDICATED,
                "Tue, 21 Jan 2025 17:04:00 GMT",
            ),
            response(
                "https://senncourier.example/img/greywater.png",
                "image/png",
                png(),
                "Tue, 19 Aug 2025 20:10:00 GMT",
            ),
            page(
                "https://senncourier.example/news/senn-flood",
                FLOOD,
                "Tue, 19 Aug 2025 21:40:00 GMT",
            ),
            conversion("https://kestrianpost.example/2025/03/09/forty-for-forty", EXCHANGE),
        ]
    )


def main(arguments):
    made = crawl()
    if arguments == ["--check"]:
        return 0 if TARGET.is_file() and TARGET.read_bytes() == made else 1
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    TARGET.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

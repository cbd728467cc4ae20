"""Short articles of our own, as many as wanted: a few stories of invented places, told with other names and numbers.

The same number gives the same article always.
"""

PLACES = ["Halvet", "Velkar", "Orsel", "Tarn Mill", "Lusaria", "Quillon Bay", "Marest", "Ostrava Hill", "Kesh Ford", "Brannoch"]
FIRST = ["Ansa", "Dovan", "Irsa", "Teo", "Lena", "Marek", "Ines", "Jonty", "Sofie", "Bram", "Nadia"]
LAST = ["Vorly", "Kreel", "Tolvane", "Samarin", "Okoth", "Halden", "Corvall", "Maraske", "Lindqvist", "Osei", "Petrak", "Dunmore", "Ferrant"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

STORIES = [
    "{first} {last}, the mayor of {place}, said on {day} that {number} people had been killed in the flood.",
    "“The bridge at {place} will stay closed,” said {first} {last}, a spokesman for the council. It was damaged {few} days ago.",
    "Police in {place} arrested {number} protesters on {day}, the interior ministry said.",
    "The union of dockers in {place} called a strike for {day}. {first} {last} denied that talks had failed.",
    "At least {number} families left {place} after the river rose, according to the relief agency.",
    "{first} {last} told reporters in {place} that the army had moved {few} brigades to the border. “We want no war,” the general added.",
    "The price of flour in {place} rose by {few} percent in a week, and {number} bakers closed their shops.",
    "Judge {first} {last} on {day} ordered the release of {few} fishermen held since June in {place}.",
    "Doctors at the hospital of {place} treated {number} people for smoke. {first} {last}, who leads it, blamed the mill.",
]


def article(number):
    """The article of that number, as `annals read` takes it in JSON Lines."""
    words = {
        "place": PLACES[number % len(PLACES)],
        "first": FIRST[number // 3 % len(FIRST)],
        "last": LAST[number // 2 % len(LAST)],
        "day": DAYS[number % len(DAYS)],
        "number": 11 + number,
        "few": 2 + number % 17,
    }
    return {
        "id": f"n{number:06}",
        "uri": f"https://news.example/{number}",
        "source": f"outlet{number % 5}.example",
        "title": f"News of {words['place']}",
        "published": f"2024-05-{1 + number % 28:02}",
        "text": STORIES[number % len(STORIES)].format(**words),
    }


AGENCY = (
    "Water rose over the lower streets of {place} on {day} night and {number} families were taken to the school, the mayor said. "
    "The dam above the town held, engineers of the river board said after they had walked along its crest. "
    "“We opened the gates early and that is why the old town is dry,” said {first} {last}, who leads the board. "
    "Farmers below the dam said their fields had been under water since noon and asked for seed and for fodder. "
    "The road to the coast stays closed until the bridge has been looked at, and trains go no further than the junction. "
)
MORE = "The regional council meets on the matter next week and will hear the farmers, the board and the railway in turn. "


def copies(number):
    """Agency stories, each printed by four outlets: whole, with a paragraph more, shortened, and with another town's story behind it."""
    words = {
        "place": PLACES[number % len(PLACES)],
        "first": FIRST[number % len(FIRST)],
        "last": LAST[number % len(LAST)],
        "day": DAYS[number % len(DAYS)],
        "number": 40 + number,
    }
    sentences = [part + ". " for part in AGENCY.format(**words).split(". ") if part.strip()]
    own = f"In {words['place']} the {number + 3} schools of the district open again on {words['day']} and the ferry to {PLACES[(number + 4) % 10]} sails. "
    told = [own * 3 + "".join(sentences), own * 3 + "".join(sentences) + MORE, own * 3 + "".join(sentences[2:4]), own * 2 + MORE]
    return [
        {"id": f"c{number:03}-{n}", "uri": f"https://outlet{n}.example/{number}", "published": f"2024-06-{1 + number % 28:02}", "text": text.strip()}
        for n, text in enumerate(told)
    ]

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


AGENCY = [
    "Water stood {number} centimetres deep in {place} on {day}, {last} said.",
    "{first} {last} counted {few} boats at {place} before {day} noon.",
    "The {few} engineers of {last} walked {number} metres along the crest above {place}.",
    "“We opened {few} gates at {number} minutes past six,” {first} {last} told {place}.",
    "Farmers of {place} asked {last} for {number} sacks of seed by {day}.",
    "Train {number} goes no further than {place} until {last} has seen {few} bridges.",
    "{last} hears {number} people of {place} on {day} at {few}.",
]
MORE = "{first} {last} meets {few} councils about {place} and {number} letters next {day}."


def copies(number):
    """A story that four outlets print: whole, with a sentence more, shortened to three sentences, and one sentence inside another story."""
    words = {
        "place": PLACES[number % len(PLACES)],
        "first": FIRST[number % len(FIRST)],
        "last": LAST[number % len(LAST)],
        "day": DAYS[number % len(DAYS)],
        "number": 40 + number,
        "few": 3 + number % 19,
    }
    told = [sentence.format(**words) for sentence in AGENCY]
    other = [f"Rain number {number} fell on hill {number + n} while clerk {number * n} of office {n} slept." for n in range(1, 8)]
    texts = [told, [*told, MORE.format(**words)], told[2:5], [*other, told[0]]]
    return [
        {"id": f"c{number:03}-{n}", "uri": f"https://outlet{n}.example/{number}", "published": f"2024-06-{1 + number % 28:02}", "text": " ".join(text)}
        for n, text in enumerate(texts)
    ]

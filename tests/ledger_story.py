"""Facts for tests of the ledger's pages: a story told by hand, an ugly one, and a large one from a seed."""

import random

from attrs import evolve

from claimtrack.certainty import Certainty, Likelihood
from claimtrack.comparison import Change, Edit, Evidence
from claimtrack.ledger.facts import Conflict, Fact, KnownSpeaker, ReportEntry, Rival, Sighting, State
from claimtrack.model import Date, Publisher
from claimtrack.text import Span

COURIER = Publisher("courier", "The Harbour Courier")
GAZETTE = Publisher("gazette", "North Gazette")
WIRE = Publisher("wire", "Meridian Wire")
TAGBLATT = Publisher("tagblatt", "Seestädter Tagblatt")


def wording(old, new):
    """The change of wording from one text to another, in one run between what both begin and end with."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    while start and old[start - 1].isalnum():  # whole words
        start -= 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    while end and old[-end].isalnum():
        end -= 1
    sides = [
        Evidence(words=text[start : len(text) - end], spans=(Span(start, len(text) - end),)) for text in (old, new)
    ]
    return Change(
        axis="wording",
        rule="reworded",
        baseline=Evidence(words=old, spans=(Span(0, len(old)),)),
        later=Evidence(words=new, spans=(Span(0, len(new)),)),
        edits=(Edit(baseline=sides[0], later=sides[1]),),
    )


def moved(old, new):
    """The change of certainty from one code to another."""
    rule = "weakened" if Certainty.parse(old).stronger_than(Certainty.parse(new)) else "strengthened"
    return Change(axis="certainty", rule=rule, baseline=Evidence(words=old), later=Evidence(words=new))


REPORTS = tuple(
    ReportEntry(
        id=name,
        document_id=f"doc-{name}",
        title=title,
        outlet=outlet,
        date=Date(date) if date else None,
        claims=6,
    )
    for name, outlet, date, title in (
        ("c1", COURIER, "2025-11-03", "Council plans a flood barrier"),
        ("g1", GAZETTE, "2025-11-05", "What the barrier would cost"),
        ("w1", WIRE, "2025-11-19T08:30:00+01:00", "Ministry opens talks on the barrier"),
        ("c2", COURIER, "2025-12-02", "Engineers warn of the old quay"),
        ("t1", TAGBLATT, "2025-12-04", "Streit um das Sperrwerk"),
        ("g2", GAZETTE, "2025-12-18", "Mayor: work may start in spring"),
        ("w2", WIRE, "2026-01-09", "Audit doubts the figures"),
        ("c3", COURIER, "2026-01-12", "Correction and clarification"),
        ("t2", TAGBLATT, "2026-01-28", "Bund sagt Geld zu"),
        ("g3", GAZETTE, "2026-02", "A winter of delays"),
        ("c4", COURIER, "2026-02-20", "First piles by May, says Okafor"),
        ("w3", WIRE, "2026-03-02", "Barrier contract awarded"),
        ("n1", None, None, "Leaflet of the residents' group"),
    )
)
BY_ID = {report.id: report for report in REPORTS}

SPEAKERS = {
    "okafor": KnownSpeaker(
        id="okafor",
        name="Adaeze Okafor",
        kind="person",
        role="Mayor",
        affiliation="Seestadt",
        names=("Adaeze Okafor", "Okafor", "the mayor"),
        appearances=(("c1", "s1"), ("g2", "s2"), ("c4", "s1")),
        claims=9,
    ),
    "lind": KnownSpeaker(
        id="lind", name="Per Lind", kind="person", role="Chief engineer", names=("Per Lind",), claims=4
    ),
    "audit": KnownSpeaker(
        id="audit", name="State Audit Office", kind="organisation", names=("State Audit Office",), claims=4
    ),
    "ministry": KnownSpeaker(
        id="ministry",
        name="Ministry of Transport",
        kind="organisation",
        names=("Ministry of Transport", "the ministry"),
        claims=4,
    ),
    "residents": KnownSpeaker(
        id="residents", name="Friends of the Old Quay", kind="group", names=("Friends of the Old Quay",), claims=3
    ),
}


def seen(report, certainty, words, *speakers, changes=(), against=None, number=1, **more):
    """A sighting in one of the story's reports."""
    entry = BY_ID[report]
    return Sighting(
        report_id=report,
        claim_id=f"k{number}",
        title=entry.title,
        date=entry.date,
        outlet=entry.outlet,
        speakers=speakers,
        speaker_names=tuple(SPEAKERS[name].name for name in speakers),
        certainty=Certainty.parse(certainty),
        words=words,
        spans=(Span(40, 40 + len(words)),),
        changes=tuple(changes),
        against=against,
        **more,
    )


def founded(*, status="standing", states=(), **more):
    """A fact whose first state is that it stands."""
    sightings = more["sightings"]
    first = State(
        status="standing",
        since=sightings[0].date,
        report_id=sightings[0].report_id,
        sightings=(sightings[0].ref,),
        evidence=(Evidence(words=sightings[0].words),),
    )
    return Fact(status=status, states=(first, *states), **more)


COST = "the barrier will cost 480 million euros"
COST_MAYBE = "the barrier may cost 480 million euros"
COST_MORE = "the barrier will cost at least 610 million euros"
START = "work on the barrier will start in March"
START_MAYBE = "work on the barrier may start in spring"
START_MAY = "the first piles will be driven by May"
QUAY = "the old quay is safe for another ten years"
QUAY_NOT = "the old quay is not safe any more"

FACTS = (
    founded(
        id="f-cost",
        words="The barrier will cost 480 million euros.",
        status="contested",
        sightings=(
            seen("g1", "CT+", COST, "okafor", tags=("money",)),
            seen("w1", "CT+", COST, "ministry", rule="identical wording", against=("g1", "k1"), tags=("money",)),
            seen(
                "g2",
                "PS+",
                COST_MAYBE,
                "okafor",
                rule="words",
                score=0.91,
                against=("g1", "k1"),
                changes=(moved("CT+", "PS+"), wording(COST, COST_MAYBE)),
                tags=("money",),
            ),
            seen(
                "w2",
                "CT+",
                COST_MORE,
                "audit",
                rule="words",
                score=0.78,
                against=("w1", "k1"),
                changes=(
                    Change(
                        axis="quantity",
                        rule="quantity changed",
                        baseline=Evidence(words="480 million euros"),
                        later=Evidence(words="at least 610 million euros"),
                    ),
                    wording(COST, COST_MORE),
                ),
                tags=("money", "audit"),
                likelihood=Likelihood.from_term("very likely", "icd203"),
            ),
            seen(
                "c4",
                "CT+",
                COST,
                "okafor",
                rule="words",
                score=0.99,
                against=("g2", "k1"),
                changes=(moved("PS+", "CT+"),),
            ),
        ),
        states=(
            State(
                status="weakened",
                since=Date("2025-12-18"),
                report_id="g2",
                sightings=(("g1", "k1"), ("g2", "k1")),
                rule="weakened",
                evidence=(Evidence(words="will cost"), Evidence(words="may cost")),
            ),
            State(
                status="contested",
                since=Date("2026-01-09"),
                report_id="w2",
                sightings=(("g2", "k1"), ("w2", "k1")),
                rule="incompatible quantity",
                evidence=(Evidence(words="480 million euros"), Evidence(words="at least 610 million euros")),
            ),
        ),
        conflicts=(
            Conflict(
                fact_id="f-cost",
                sighting=("c4", "k1"),
                other=("w2", "k1"),
                rule="incompatible quantity",
                words=Evidence(words="480 million euros"),
                other_words=Evidence(words="at least 610 million euros"),
            ),
        ),
    ),
    founded(
        id="f-start",
        words="Work on the barrier will start in March.",
        status="strengthened",
        sightings=(
            seen("c1", "CT+", START, "okafor", kind="commitment", tags=("schedule",)),
            seen(
                "g2",
                "PS+",
                START_MAYBE,
                "okafor",
                kind="commitment",
                rule="words",
                score=0.83,
                against=("c1", "k1"),
                changes=(moved("CT+", "PS+"), wording(START, START_MAYBE)),
                tags=("schedule",),
            ),
            seen(
                "g3",
                "PR+",
                "work will probably start in spring",
                "ministry",
                kind="prediction",
                rule="words",
                score=0.74,
                against=("g2", "k1"),
                changes=(moved("PS+", "PR+"),),
            ),
            seen(
                "c4",
                "CT+",
                START_MAY,
                "okafor",
                kind="commitment",
                rule="decided",
                against=("g2", "k1"),
                changes=(moved("PS+", "CT+"), wording(START_MAYBE, START_MAY)),
                tags=("schedule",),
            ),
        ),
        states=(
            State(
                status="weakened",
                since=Date("2025-12-18"),
                report_id="g2",
                sightings=(("c1", "k1"), ("g2", "k1")),
                rule="weakened",
                evidence=(Evidence(words="will start"), Evidence(words="may start")),
            ),
            State(
                status="strengthened",
                since=Date("2026-02"),
                report_id="g3",
                sightings=(("g2", "k1"), ("g3", "k1")),
                rule="strengthened",
                evidence=(Evidence(words="may start"), Evidence(words="will probably start")),
            ),
        ),
    ),
    founded(
        id="f-quay",
        words="The old quay is safe for another ten years.",
        status="contested",
        sightings=(
            seen("c1", "CT+", QUAY, "okafor", number=2, tags=("safety",)),
            seen(
                "w1",
                "PR+",
                "the quay should hold ten more years",
                "ministry",
                number=2,
                rule="words",
                score=0.71,
                against=("c1", "k2"),
                changes=(moved("CT+", "PR+"),),
            ),
        ),
        states=(
            State(
                status="contested",
                since=Date("2025-12-02"),
                report_id="c2",
                sightings=(("w1", "k2"), ("c2", "k1")),
                rule="opposite polarity",
                evidence=(Evidence(words="should hold"), Evidence(words="is not safe")),
            ),
        ),
        conflicts=(
            Conflict(
                fact_id="f-unsafe",
                sighting=("w1", "k2"),
                other=("c2", "k1"),
                rule="opposite polarity",
                words=Evidence(words="should hold"),
                other_words=Evidence(words="is not safe"),
            ),
        ),
        not_mentioned_since=Date("2025-11-19"),
        later_reports=6,
    ),
    founded(
        id="f-unsafe",
        words="The old quay is not safe any more.",
        status="contested",
        sightings=(
            seen("c2", "CT-", QUAY_NOT, "lind", tags=("safety",)),
            seen(
                "t1",
                "CT-",
                "die alte Kaimauer ist nicht mehr sicher",
                "lind",
                rule="same_as",
                against=("c2", "k1"),
                tags=("safety",),
            ),
            seen(
                "w2",
                "PR-",
                "the quay is probably not safe",
                "audit",
                number=2,
                rule="words",
                score=0.81,
                against=("c2", "k1"),
                changes=(moved("CT-", "PR-"),),
            ),
            seen("n1", "CT-", "THE QUAY IS NOT SAFE!", "residents", rule="words", score=0.88, against=("c2", "k1")),
        ),
        conflicts=(
            Conflict(
                fact_id="f-quay",
                sighting=("c2", "k1"),
                other=("w1", "k2"),
                rule="opposite polarity",
                words=Evidence(words="is not safe"),
                other_words=Evidence(words="should hold"),
            ),
        ),
    ),
    founded(
        id="f-federal",
        words="The federation will pay half of the costs.",
        status="standing",
        sightings=(
            seen(
                "t1",
                "Uu",
                "ob der Bund die Hälfte zahlt, ist offen",
                "ministry",
                number=2,
                kind="question",
                tags=("money",),
            ),
            seen(
                "w2",
                "PS+",
                "the federation could pay half",
                "ministry",
                number=3,
                rule="words",
                score=0.69,
                against=("t1", "k2"),
                changes=(
                    Change(
                        axis="certainty",
                        rule="commitment made",
                        baseline=Evidence(words="Uu"),
                        later=Evidence(words="PS+"),
                    ),
                ),
            ),
            seen(
                "t2",
                "CT+",
                "der Bund zahlt die Hälfte",
                "ministry",
                rule="words",
                score=0.77,
                against=("w2", "k3"),
                changes=(moved("PS+", "CT+"),),
                tags=("money",),
            ),
            seen(
                "w3",
                "CT+",
                "the federation pays half of the costs",
                "ministry",
                rule="words",
                score=0.93,
                against=("t2", "k1"),
            ),
        ),
    ),
    founded(
        id="f-houses",
        words="Twelve houses have to be torn down.",
        status="corrected",
        sightings=(
            seen("c2", "CT+", "twelve houses have to be torn down", "lind", number=2, tags=("homes",)),
            seen("g2", "CT+", "twelve houses will go", "lind", number=2, rule="words", score=0.8, against=("c2", "k2")),
            seen(
                "c3",
                "CT+",
                "two houses, not twelve, have to be torn down",
                "lind",
                rule="notice",
                against=("c2", "k2"),
                changes=(
                    Change(
                        axis="quantity",
                        rule="quantity changed",
                        baseline=Evidence(words="twelve"),
                        later=Evidence(words="two"),
                    ),
                ),
                tags=("homes",),
            ),
        ),
        states=(
            State(
                status="corrected",
                since=Date("2026-01-12"),
                report_id="c3",
                sightings=(("c2", "k2"), ("c3", "k1")),
                rule="corrects",
                evidence=(
                    Evidence(words="twelve houses"),
                    Evidence(words="two houses, not twelve"),
                    Evidence(words="Because of an error in editing, we reported"),
                ),
            ),
        ),
    ),
    founded(
        id="f-vote",
        words="The council approved the plan unanimously.",
        status="retracted",
        sightings=(
            seen("c1", "CT+", "the council approved the plan unanimously", number=3),
            seen(
                "c3",
                "CT-",
                "the vote was not unanimous; we regret the error",
                number=2,
                rule="notice",
                against=("c1", "k3"),
                changes=(
                    Change(
                        axis="polarity", rule="reversed", baseline=Evidence(words="CT+"), later=Evidence(words="CT-")
                    ),
                ),
            ),
        ),
        states=(
            State(
                status="retracted",
                since=Date("2026-01-12"),
                report_id="c3",
                sightings=(("c1", "k3"), ("c3", "k2")),
                rule="retracts",
                evidence=(Evidence(words="unanimously"), Evidence(words="we regret the error")),
            ),
        ),
    ),
    founded(
        id="f-fish",
        words="The barrier will let migrating fish pass.",
        sightings=(
            seen("c1", "PR+", "fish should be able to pass", "okafor", number=4, tags=("nature",)),
            seen(
                "g1",
                "PR+",
                "fish should still be able to pass",
                "okafor",
                number=2,
                rule="words",
                score=0.95,
                against=("c1", "k4"),
            ),
            seen(
                "w3",
                "CT+",
                "a ladder lets fish pass",
                "lind",
                number=2,
                rule="words",
                score=0.66,
                against=("g1", "k2"),
                changes=(moved("PR+", "CT+"),),
                reappeared=True,
            ),
        ),
        status="strengthened",
    ),
    founded(
        id="f-jobs",
        words="The works will bring 900 jobs to the region.",
        status="not mentioned",
        sightings=(
            seen("c1", "PR+", "900 jobs are likely", "okafor", number=5, kind="prediction"),
            seen(
                "g1",
                "PS+",
                "up to 900 jobs could come",
                "okafor",
                number=3,
                kind="prediction",
                rule="words",
                score=0.85,
                against=("c1", "k5"),
                changes=(moved("PR+", "PS+"),),
            ),
        ),
        not_mentioned_since=Date("2025-11-05"),
        later_reports=7,
    ),
    founded(
        id="f-contract",
        words="Hansen Marine builds the barrier.",
        sightings=(
            seen("w3", "CT+", "Hansen Marine won the contract", "ministry", number=3),
            seen("w3", "CT+", "Hansen Marine will build it", "ministry", number=4, rule="split", against=("w3", "k3")),
        ),
    ),
    founded(
        id="f-contractor",
        words="A Danish company will build the barrier.",
        sightings=(
            seen(
                "c4",
                "PR+",
                "a Danish company will probably build it",
                "okafor",
                number=3,
                rivals=(Rival(fact_id="f-contract", score=0.58),),
            ),
        ),
    ),
)

UGLY_WORDS = (
    '<script>document.title="broken"</script><img src=x onerror=alert(1)> & "quotes" \'single\' </script><!--',
    "هذا النص من اليمين إلى اليسار \u202egnorw\u202c שלום 🙂👩‍👩‍👧‍👦 " * 3,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 4,
    "line one\nline two\ttabbed\x00\x07\x1b[31mred\x1b[0m \ud83d half a pair \u2028 end",
    "{{ 7 * 7 }} {% raw %} ${x} %s \\u003c ]]> 日本語の長い文章がここに続きます。" * 2,
)


def ugly():
    """Facts whose every word is hostile to a page."""
    outlets = [Publisher(f"o{number}", f"{UGLY_WORDS[number % 5][:60]} {number}") for number in range(70)]
    speakers = [
        KnownSpeaker(
            id=f"CON.{number}",
            name=words,
            kind="anonymous",
            names=(words, "x"),
            role=words,
            affiliation=words,
            outlet=outlets[number],
        )
        for number, words in enumerate(UGLY_WORDS)
    ]
    reports = [
        ReportEntry(
            id=f"r{number}",
            document_id="d",
            title=UGLY_WORDS[number % 5],
            outlet=outlets[number],
            date=(None, Date("0001"), Date("9999-12-31T23:59:59Z"), Date("2025-12"), Date("2025-12-15"))[number % 5],
        )
        for number in range(70)
    ]
    facts = []
    for number in range(12):
        sightings = tuple(
            Sighting(
                report_id=report.id,
                claim_id=f"c{number}",
                title=report.title,
                date=report.date,
                outlet=report.outlet,
                speakers=(f"CON.{number % 5}",),
                speaker_names=(UGLY_WORDS[number % 5],),
                certainty=Certainty.parse(("CT+", "PS-", "Uu", "CTu", "PR-", "CT-")[place % 6]),
                words=UGLY_WORDS[(number + place) % 5],
                tags=(UGLY_WORDS[place % 5],),
                changes=(wording(UGLY_WORDS[place % 5], UGLY_WORDS[(place + 1) % 5]),) if place else (),
            )
            for place, report in enumerate(reports[number : number + 1 + 5 * (number % 12)])
        )
        fact = founded(id=f"f{number}", words=UGLY_WORDS[number % 5], status="contested", sightings=sightings)
        ends = sightings[0].ref, sightings[-1].ref
        facts.append(
            evolve(
                fact,
                conflicts=(
                    Conflict(
                        fact_id=fact.id,
                        sighting=ends[0],
                        other=ends[1],
                        rule="relation",
                        words=Evidence(words=UGLY_WORDS[0]),
                        other_words=Evidence(words=UGLY_WORDS[1]),
                    ),
                    Conflict(
                        fact_id="nowhere",
                        sighting=ends[0],
                        other=("zz", "z"),
                        rule="opposite state",
                        words=Evidence(words=UGLY_WORDS[2]),
                        other_words=Evidence(words=UGLY_WORDS[3]),
                    ),
                ),
            )
        )
    return facts, reports, speakers


_NOUNS = [
    "council",
    "ministry",
    "harbour",
    "barrier",
    "quay",
    "contract",
    "audit",
    "budget",
    "bridge",
    "station",
    "school",
    "clinic",
    "river",
]
_VERBS = [
    "will open",
    "has closed",
    "plans to extend",
    "must repair",
    "may sell",
    "refuses to fund",
    "is going to rebuild",
]


def large(facts=2000, reports=200, seed=7):
    """A ledger of that many facts and reports, ten sightings a fact on the average: the same for the same seed."""
    chance = random.Random(seed)
    outlets = [Publisher(f"outlet-{number}", f"Outlet {number:02} Daily") for number in range(12)]
    entries = [
        ReportEntry(
            id=f"r{number:03}",
            document_id=f"d{number:03}",
            title=f"Report {number} on the {chance.choice(_NOUNS)}",
            outlet=chance.choice(outlets),
            date=None
            if number > 0.97 * reports
            else Date(f"{2024 + number // 96}-{number // 8 % 12 + 1:02}-{1 + 3 * (number % 8):02}"),
        )
        for number in range(reports)
    ]
    codes = ["CT+", "CT+", "CT+", "PR+", "PR+", "PS+", "Uu", "PS-", "PR-", "CT-"]
    found = []
    for number in range(facts):
        places = sorted(chance.sample(range(reports), chance.randint(1, min(19, reports))))
        subject, verb, thing = chance.choice(_NOUNS), chance.choice(_VERBS), chance.choice(_NOUNS)
        words = f"The {subject} {verb} the {thing} number {number} by {2025 + number % 9}"
        sightings = []
        for place in places:
            entry = entries[place]
            before = sightings[-1] if sightings else None
            code = chance.choice(codes) if before is None or chance.random() < 0.4 else before.certainty.code
            said = (
                words
                if chance.random() < 0.4
                else f"{words}, said the {chance.choice(_NOUNS)} in its statement of the day {place}"
            )
            changes = []
            if before is not None and before.certainty.code != code:
                changes.append(moved(before.certainty.code, code))
            if before is not None and before.words != said:
                changes.append(wording(before.words, said))
            speaker = chance.randrange(300)
            sightings.append(
                Sighting(
                    report_id=entry.id,
                    claim_id=f"c{number}",
                    title=entry.title,
                    date=entry.date,
                    outlet=entry.outlet,
                    speakers=(f"s{speaker}",),
                    speaker_names=(f"Speaker {speaker}",),
                    certainty=Certainty.parse(code),
                    words=said,
                    rule="words" if before else "first",
                    score=round(chance.uniform(0.6, 1), 2),
                    against=before.ref if before else None,
                    changes=tuple(changes),
                    tags=(f"tag {number % 25}",),
                    reappeared=chance.random() < 0.05,
                )
            )
        fact = founded(
            id=f"f{number:04}",
            words=words,
            status=chance.choice(["standing"] * 6 + ["weakened", "strengthened", "not mentioned", "corrected"]),
            sightings=tuple(sightings),
        )
        if number % 23 == 0 and len(sightings) > 1:
            clash = Conflict(
                fact_id=fact.id,
                sighting=sightings[-1].ref,
                other=sightings[-2].ref,
                rule="incompatible quantity",
                words=Evidence(words=words[:20]),
                other_words=Evidence(words=words[4:]),
            )
            fact = evolve(fact, status="contested", conflicts=(clash,))
        if fact.status == "not mentioned":
            fact = evolve(fact, not_mentioned_since=fact.last.date, later_reports=3)
        found.append(fact)
    return found, entries


def speakers_of(facts):
    """A known speaker for each that the facts name."""
    names, counts = {}, {}
    for fact in facts:
        for sighting in fact.sightings:
            for speaker, name in zip(sighting.speakers, sighting.speaker_names, strict=True):
                names.setdefault(speaker, name)
                counts[speaker] = counts.get(speaker, 0) + 1
    return [
        KnownSpeaker(id=key, name=name, kind="person", names=(name,), claims=counts[key]) for key, name in names.items()
    ]

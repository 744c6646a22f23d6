"""
Hypothesis strategies for every type of the model, for tests of tools that work with reports.

Needs the extra ``testing``. Texts hold characters beyond the basic plane, combining marks, several scripts and line
ends, so that offsets counted in anything but code points show at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

try:
    from hypothesis import strategies as st
except ImportError as error:  # pragma: no cover
    raise ImportError("claimtrack.testing needs hypothesis: pip install 'claimtrack[testing]'") from error

from claimtrack import model
from claimtrack.certainty import CODES, TERMS, Certainty, Confidence, Likelihood
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = [
    "Edited",
    "anchors",
    "assessments",
    "attributions",
    "certainties",
    "claims",
    "conditions",
    "confidences",
    "corpora",
    "dates",
    "documents",
    "edited_reports",
    "extras",
    "ids",
    "likelihoods",
    "reports",
    "spans",
    "speakers",
    "texts",
    "texts_with_spans",
]

_WORDS = (
    *("plans", "troops", "ceasefire", "Ukraine", "force", "coalition", "may", "not", "said", "the", "leaders", "peace"),
    *("Zürich", "Straße", "cafe\u0301", "Łódź", "Москва", "平和", "条約", "سلام", "👩\u200d👩\u200d👧", "🕊️", "𝔽orce"),
    *("800,000", "£1.6bn", "it’s", "‘willing’", "“ready”", "soft\u00adhyphen"),
)
_GAPS = (" ", " ", " ", " ", ", ", ". ", " – ", "\u00a0", "\n", "\r\n", "\n\n")


def ids() -> SearchStrategy[str]:
    """Ids of reports, documents, claims, speakers, annotators."""
    return st.from_regex(r"\A[0-9A-Za-z][0-9A-Za-z._-]{0,11}\Z")


@st.composite
def texts(draw: DrawFn, min_words: int = 3, max_words: int = 30) -> str:
    """Prose-like texts of at least *min_words* words."""
    count = draw(st.integers(min_words, max_words))
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=count, max_size=count))
    gaps = draw(st.lists(st.sampled_from(_GAPS), min_size=count, max_size=count))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))


@st.composite
def spans(draw: DrawFn, text: str) -> Span:
    """Spans of *text* that cover more than white space; *text* must hold more than that."""
    marks = [at for at, character in enumerate(text) if not character.isspace()]
    inside = draw(st.sampled_from(marks))
    start = draw(st.integers(max(0, inside - 20), inside))
    return Span(start, draw(st.integers(inside + 1, min(len(text), inside + 40))))


@st.composite
def texts_with_spans(draw: DrawFn) -> tuple[str, Span]:
    """A text and a span of it."""
    text = draw(texts())
    return text, draw(spans(text))


def _anchored(draw: DrawFn, text: str, span: Span) -> model.Anchor:
    before, after = draw(st.integers(0, 12)), draw(st.integers(0, 12))
    return model.Anchor(
        span,
        span.of(text),
        prefix=text[max(0, span.start - before) : span.start] or None,
        suffix=text[span.end : span.end + after] or None,
    )


@st.composite
def anchors(draw: DrawFn, text: str) -> model.Anchor:
    """Anchors in *text*, with and without context."""
    return _anchored(draw, text, draw(spans(text)))


@st.composite
def _contents(draw: DrawFn, text: str) -> tuple[model.Anchor, ...]:
    """One to three anchors in the order of the text, none over another."""
    found = sorted(draw(st.lists(spans(text), min_size=1, max_size=3)))
    apart = [found[0]]
    for span in found[1:]:
        if span.start >= apart[-1].end:
            apart.append(span)
    return tuple(_anchored(draw, text, span) for span in apart)


def certainties() -> SearchStrategy[Certainty]:
    """Every FactBank value."""
    return st.sampled_from([Certainty.parse(code) for code in CODES])


@st.composite
def likelihoods(draw: DrawFn) -> Likelihood:
    """Likelihoods from terms of every scale, and from ranges of numbers."""
    if draw(st.booleans()):
        scale = draw(st.sampled_from(sorted(TERMS)))
        return Likelihood.from_term(draw(st.sampled_from(sorted(TERMS[scale]))), scale)
    low, high = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=2)))
    return Likelihood(low / 100, high / 100)


def confidences() -> SearchStrategy[Confidence]:
    """Every confidence from 0 to 100."""
    return st.integers(0, 100).map(Confidence)


@st.composite
def dates(draw: DrawFn) -> model.Date:
    """Dates of every precision, with times with and without a zone."""
    value = draw(st.datetimes()).replace(microsecond=0)
    full = value.isoformat()
    zone = draw(st.sampled_from(["", "Z", "+01:00", "-11:30"]))
    forms = [full[:4], full[:7], full[:10], full[:16] + zone, full + zone, f"{full}.25{zone}"]
    return model.Date(draw(st.sampled_from(forms)))


def extras() -> SearchStrategy[dict[str, Any]]:
    """Users' own data under namespaced keys."""
    plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(_character(), max_size=8)
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
    values = st.recursive(
        plain | numbers,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(_character()), inner, max_size=2),
    )
    return st.dictionaries(st.sampled_from(["newsroom:priority", "x:y", "lab.eu:näme"]), values, max_size=2)


def _character() -> SearchStrategy[str]:
    return st.characters(exclude_categories=["Cs"])


def _line() -> SearchStrategy[str]:
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join)


def _urls() -> SearchStrategy[str]:
    return st.sampled_from(["https://example.org/a", "urn:example:b", "https://example.org/ü?q=1#c"])


def _unique(items: SearchStrategy[str], most: int = 3) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(items, max_size=most, unique=True).map(tuple)


def _perhaps(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def speakers(draw: DrawFn, id: str | None = None) -> model.Speaker:
    """Speakers of every kind."""
    return model.Speaker(
        id=id if id is not None else draw(ids()),
        name=draw(_line()),
        aliases=draw(_unique(_line())),
        kind=draw(st.sampled_from(model.SPEAKER_KINDS)),
        role=draw(_perhaps(_line())),
        affiliation=draw(_perhaps(_line())),
        same_as=draw(_unique(_urls() | st.just("other-report#somebody"))),
    )


@st.composite
def attributions(draw: DrawFn, text: str, speaker_ids: Sequence[str] = ()) -> model.Attribution:
    """Attributions to none, one or several of *speaker_ids*, with relays."""
    some = _unique(st.sampled_from(list(speaker_ids))) if speaker_ids else st.just(())
    few = st.lists(anchors(text), max_size=1)

    def relay() -> model.Relay:
        return model.Relay(speakers=draw(some), mention=draw(few), cue=draw(few))

    return model.Attribution(
        speakers=draw(some),
        mention=draw(few),
        cue=draw(few),
        mode=draw(_perhaps(st.sampled_from(model.MODES))),
        via=tuple(relay() for _ in range(draw(st.sampled_from([0, 0, 1, 2])))),
    )


@st.composite
def conditions(draw: DrawFn, text: str) -> model.Condition:
    """Conditions of every sense, anchored in *text*."""
    return model.Condition(draw(st.sampled_from(model.SENSES)), draw(anchors(text)))


@st.composite
def assessments(draw: DrawFn) -> model.Assessment:
    """Verdicts, on a scale and without one."""
    worst, rating, best = sorted(draw(st.lists(st.integers(-5, 10), min_size=3, max_size=3)))
    scaled = draw(st.booleans())
    return model.Assessment(
        rating=rating,
        label=draw(_line()),
        best=best if scaled else None,
        worst=worst if scaled else None,
        author=draw(_line()),
        url=draw(_perhaps(_urls())),
        date=draw(_perhaps(dates())),
    )


@st.composite
def claims(
    draw: DrawFn,
    text: str,
    *,
    id: str | None = None,
    speaker_ids: Sequence[str] = (),
    annotator_ids: Sequence[str] = ("editor",),
    targets: Sequence[str] = (),
) -> model.Claim:
    """
    Claims about *text*.

    Args:
        text: The document's text; it must hold more than white space.
        id: The claim's id.
        speaker_ids, annotator_ids: Who may speak and annotate.
        targets: What the claim may have relations to.
    """
    kinds = st.sampled_from([kind for kind in model.RELATION_TYPES if kind != "different_from"])
    relations = st.builds(model.Relation, kinds, st.sampled_from(list(targets))) if targets else st.nothing()
    return model.Claim(
        id=id if id is not None else draw(ids()),
        kind=draw(st.sampled_from(model.KINDS)),
        content=draw(_contents(text)),
        proposition=draw(_perhaps(_line())),
        attribution=draw(attributions(text, speaker_ids)),
        certainty=draw(certainties()),
        likelihood=draw(_perhaps(likelihoods())),
        conditions=draw(st.lists(conditions(text), max_size=2)),
        time=draw(st.lists(st.builds(model.Time, dates(), _perhaps(anchors(text))), max_size=2)),
        tags=draw(_unique(st.sampled_from(["troops", "duma", "ärmel"]))),
        relations=draw(st.lists(relations, max_size=2, unique=True)),
        assessments=draw(st.lists(assessments(), max_size=1)),
        origin=model.Origin(
            annotator=draw(st.sampled_from(list(annotator_ids))),
            at=draw(_perhaps(dates())),
            status=draw(st.sampled_from(model.STATUSES)),
            confidence=draw(_perhaps(st.integers(0, 100))),
            rules=draw(_unique(st.sampled_from(["cue", "modal"]))),
        ),
        extra=draw(st.just({}) | extras()),
    )


@st.composite
def documents(draw: DrawFn, text: str | None = None, authors: Sequence[str] = ()) -> model.Document:
    """Documents with an embedded text; dates in order."""
    made = draw(
        st.lists(dates(), min_size=3, max_size=3).map(lambda found: sorted(found, key=lambda one: one.earliest))
    )
    return model.Document(
        id=draw(ids()),
        work=draw(_perhaps(ids())),
        version=draw(_perhaps(_line())),
        previous=draw(_perhaps(ids())),
        text=text if text is not None else draw(texts()),
        title=draw(_perhaps(_line())),
        authors=draw(_unique(st.sampled_from(list(authors)))) if authors else (),
        publisher=draw(_perhaps(st.builds(model.Publisher, ids(), _line()))),
        url=draw(_perhaps(_urls())),
        sources=draw(_unique(_urls())),
        language=draw(_perhaps(st.sampled_from(["en", "de-AT", "sr-Latn-RS"]))),
        published=made[0],
        modified=draw(_perhaps(st.just(made[1]))),
        retrieved=draw(_perhaps(st.just(made[2]))),
        extra=draw(st.just({}) | extras()),
    )


@st.composite
def reports(draw: DrawFn, *, max_claims: int = 4) -> model.Report:
    """Reports that `claimtrack.validate` finds no error in, with up to *max_claims* claims."""
    text = draw(texts())
    names = draw(st.lists(ids(), max_size=3 + max_claims, unique=True))
    some = draw(st.integers(0, min(3, len(names))))
    speaker_ids, claim_ids = names[:some], names[some : some + max_claims]
    annotator_ids = draw(st.lists(ids(), min_size=1, max_size=2, unique=True))

    def claim(name: str) -> model.Claim:
        targets = [*(other for other in claim_ids if other != name), "elsewhere-0#claim"]
        return draw(claims(text, id=name, speaker_ids=speaker_ids, annotator_ids=annotator_ids, targets=targets))

    rejected = st.builds(
        model.Rejected,
        content=_contents(text),
        reason=_perhaps(_line()),
        annotator=_perhaps(st.sampled_from(annotator_ids)),
        at=_perhaps(dates()),
    )
    return model.Report(
        id=draw(ids()),
        document=draw(documents(text, speaker_ids)),
        derived_from=draw(_perhaps(ids())),
        annotators=[
            model.Annotator(id=name, kind=draw(st.sampled_from(["person", "software"])), name=draw(_line()))
            for name in annotator_ids
        ],
        speakers=[draw(speakers(name)) for name in speaker_ids],
        claims=[claim(name) for name in claim_ids],
        rejected=draw(st.lists(rejected, max_size=1)),
        extra=draw(st.just({}) | extras()),
        schema=draw(_perhaps(st.just("../schemas/report.schema.json"))),
    )


@frozen(kw_only=True)
class Edited:
    """
    A report, an edited version of it, and what the edits were.

    Args:
        baseline, later: Two reports on versions of one work; equal claim ids are the same claim.
        changes: For each claim that is in both, the axes and rules of what was changed; empty if nothing was.
        added, dropped: The ids of claims that only one of the two has, in the order of the report.
    """

    baseline: model.Report
    later: model.Report
    changes: Mapping[str, frozenset[tuple[str, str]]]
    added: tuple[str, ...]
    dropped: tuple[str, ...]


@st.composite
def edited_reports(draw: DrawFn, *, max_claims: int = 6) -> Edited:
    """A report, and an edited version of it with the changes that were made."""
    count = draw(st.integers(1, max_claims))
    sentences = [_drawn_words(draw, f"{number}x") for number in range(count)]
    fates = [draw(st.sampled_from(["kept", "kept", "kept", "edited", "edited", "dropped"])) for _ in range(count)]
    changes: dict[str, frozenset[tuple[str, str]]] = {}
    before: list[_Sketch] = []
    after: list[_Sketch] = []
    for number, (words, fate) in enumerate(zip(sentences, fates, strict=True)):
        sketch = _Sketch(name=f"claim-{number}", words=words)
        before.append(sketch)
        if fate == "dropped":
            continue
        made: set[tuple[str, str]] = set()
        if fate == "edited":
            for edit in draw(st.lists(st.sampled_from(sorted(_EDITS)), min_size=1, max_size=3, unique=True)):
                sketch = evolve(sketch, **_EDITS[edit](sketch))
                made.add((edit[0], edit[1]))
        if {("certainty", "weakened"), ("polarity", "reversed")} <= made:  # of two polarities neither is the weaker
            made = made - {("certainty", "weakened")} | {("certainty", "certainty changed")}
        after.append(sketch)
        changes[sketch.name] = frozenset(made)
    extra = [
        _Sketch(name=f"new-{number}", words=_drawn_words(draw, f"{number}y"))
        for number in range(draw(st.integers(0, 2)))
    ]
    for sketch in extra:
        after.insert(draw(st.integers(0, len(after))), sketch)
    return Edited(
        baseline=_built("baseline", before),
        later=_built("later", after),
        changes=changes,
        added=tuple(sketch.name for sketch in after if sketch.name not in changes),
        dropped=tuple(sketch.name for sketch in before if sketch.name not in changes),
    )


def _drawn_words(draw: DrawFn, mark: str) -> tuple[str, ...]:
    """Words that no other claim of the report has: each edit is then the only thing there is to find."""
    return tuple(mark + word for word in draw(st.lists(st.sampled_from(_WORDS[:12]), min_size=2, max_size=6)))


@frozen(kw_only=True)
class _Sketch:
    """A claim before its text is laid out: one sentence, and a condition behind it perhaps."""

    name: str
    words: tuple[str, ...]
    code: str = "PR+"
    speaker: str = "ann"
    kind: model.Kind = "assertion"
    mode: model.Mode = "indirect"
    condition: str | None = None
    tags: tuple[str, ...] = ()
    time: str | None = None


_EDITS: dict[tuple[str, str], Any] = {
    ("wording", "reworded"): lambda sketch: {"words": ("replaced", *sketch.words[1:])},
    ("certainty", "weakened"): lambda sketch: {"code": f"PS{sketch.code[-1]}"},
    ("polarity", "reversed"): lambda sketch: {"code": f"{sketch.code[:2]}-"},
    ("speaker", "re-attributed"): lambda _: {"speaker": "bob"},
    ("kind", "kind changed"): lambda _: {"kind": "prediction"},
    ("mode", "mode changed"): lambda _: {"mode": "mixed"},
    ("condition", "condition added"): lambda _: {"condition": "if it holds"},
    ("tags", "tags added"): lambda _: {"tags": ("troops",)},
    ("time", "time added"): lambda _: {"time": "2026-01"},
}


def _built(name: str, sketches: Sequence[_Sketch]) -> model.Report:
    text, made = "", []
    for sketch in sketches:
        sentence = " ".join(sketch.words)
        content = model.Anchor(Span(len(text), len(text) + len(sentence)), sentence)
        text += sentence
        hangs_on: tuple[model.Condition, ...] = ()
        if sketch.condition is not None:
            text += " "
            span = Span(len(text), len(text) + len(sketch.condition))
            hangs_on = (model.Condition("if", model.Anchor(span, sketch.condition)),)
            text += sketch.condition
        text += ".\n"
        made.append(
            model.Claim(
                id=sketch.name,
                kind=sketch.kind,
                content=(content,),
                attribution=model.Attribution(speakers=(sketch.speaker,), mode=sketch.mode),
                certainty=Certainty.parse(sketch.code),
                conditions=hangs_on,
                time=() if sketch.time is None else (model.Time(model.Date(sketch.time)),),
                tags=sketch.tags,
                origin=model.Origin(annotator="editor"),
            )
        )
    return model.Report(
        id=name,
        document=model.Document(id=f"{name}-text", work="story", text=text),
        annotators=(model.Annotator(id="editor", name="An editor"),),
        speakers=(model.Speaker(id="ann", name="Ann Example"), model.Speaker(id="bob", name="Bob Sample")),
        claims=tuple(made),
    )


_MATTERS: tuple[tuple[str, ...], ...] = (
    (
        "the council approved the flood barrier on the north quay",
        "the council has given its approval to the flood barrier on the north quay",
        "the flood barrier on the north quay may be approved by the council",
        "the council did not approve the flood barrier on the north quay",
    ),
    (
        "the council approved the budget for the north quay",
        "the council may approve the budget for the north quay",
    ),
    (
        "the flood barrier will cost 340 million euros",
        "the flood barrier would cost 385 million euros",
        "the flood barrier could cost 340 million euros",
        "the cost of the flood barrier is 412 million euros",
    ),
    (
        "the north channel will be closed to ships until October",
        "ships cannot use the north channel until October",
        "the north channel was closed to ships until November",
    ),
    (
        "the south channel will be closed to ships until October",
        "the south channel was closed to ships until May",
    ),
    (
        "the minister is ready to meet the residents of the old harbour",
        "the minister refuses to meet the residents of the old harbour",
        "the minister would be willing to meet residents of the old harbour",
    ),
    (
        "dredging killed 800 fish in the upper basin",
        "800 fish died in the upper basin because of the dredging",
        "dredging did not kill the fish in the upper basin",
        "dredging killed 700 fish in the upper basin",
    ),
    (
        "dredging killed 800 fish in the upper basin and the north channel will be closed to ships until October",
        "plans are in place",
        "it will not happen",
        "Das Hochwasserwehr wird 340 Millionen Euro kosten",
    ),
)
"""What the reports of a story tell of: each matter in several wordings, beside others that are much like it."""

_CAST: tuple[tuple[tuple[str, model.SpeakerKind, str | None], ...], ...] = (
    (("Adaeze Okafor", "person", "Mayor"), ("Okafor", "person", None), ("Adaeze Okafor", "person", None)),
    (("Per Lind", "person", "chief engineer"), ("Lind", "person", None), ("the chief engineer", "person", None)),
    (("Harbour Authority", "organisation", None), ("the Harbour Authority", "organisation", None)),
    (("an official", "anonymous", None), ("a person close to the talks", "anonymous", None)),
    (("Jo Writer", "author", None), ("Sam Penn", "author", None)),
)
"""Who speaks in the reports of a story, each under several names."""

_OUTLETS = (
    model.Publisher("courier", "The Harbour Courier"),
    model.Publisher("gazette", "North Gazette"),
    model.Publisher("wire", "Meridian Wire"),
)
_DAYS = ("2026-01", "2026-01-05", "2026-01-05T09:30:00Z", "2026-01-06", "2026-01-06", "2026-02-01", "2026-03-15")
_SAID_BY_HAND: tuple[model.RelationType, ...] = ("same_as", "different_from", "contradicts", "corrects", "retracts")
_NOTICES = (
    "Correction: an earlier version of this article said that {quote}.",
    "We retract the claim that {quote}.",
    "This article has been retracted.",
)


@st.composite
def corpora(
    draw: DrawFn, *, min_reports: int = 1, max_reports: int = 5, max_claims: int = 3
) -> tuple[model.Report, ...]:
    """
    The reports of one story, by several outlets, as a ledger meets them.

    They repeat one another in the same and in other words, tell of matters that are much alike, deny and correct one
    another; some are versions of one work, some have no date or no outlet, and some say by their relations that a
    claim is the same as another one, or another. `claimtrack.validate` finds no error in them.

    Args:
        min_reports, max_reports: How many reports there are.
        max_claims: How many claims each of them has at most.
    """
    count = draw(st.integers(min_reports, max_reports))
    names = [f"report-{number}" for number in range(count)]
    known: list[str] = []
    made = []
    for name in names:
        report = _told(draw, name, known, max_claims)
        made.append(report)
        known += [f"{name}#{claim.id}" for claim in report.claims]
    return tuple(draw(st.permutations(made)))


def _told(draw: DrawFn, name: str, known: Sequence[str], max_claims: int) -> model.Report:
    """A report of a story; its relations lead to claims among *known*, or to one that nobody has."""
    text = ""
    who: dict[str, model.Speaker] = {}
    claims = []
    for number in range(draw(st.integers(0, max_claims))):
        quote = draw(st.sampled_from(draw(st.sampled_from(_MATTERS))))
        speakers = draw(st.lists(st.sampled_from(range(len(_CAST))), max_size=2, unique=True))
        for one in speakers:
            called, kind, role = draw(st.sampled_from(_CAST[one]))
            who.setdefault(f"s{one}", model.Speaker(id=f"s{one}", name=called, kind=kind, role=role))
        lead = ", ".join(who[f"s{one}"].name for one in speakers) + " said that " if speakers else "It was said that "
        span = Span(len(text) + len(lead), len(text) + len(lead) + len(quote))
        text += f"{lead}{quote}.\n"
        claims.append(
            model.Claim(
                id=f"claim-{number}",
                kind=draw(st.sampled_from(("assertion", "assertion", "prediction", "question"))),
                content=(model.Anchor(span, quote),),
                proposition=draw(st.sampled_from((None, None, None, f"{quote[:1].upper()}{quote[1:]}."))),
                attribution=model.Attribution(speakers=[f"s{one}" for one in speakers]),
                certainty=Certainty.parse(draw(st.sampled_from(("CT+", "CT+", "PR+", "PS+", "CT-", "Uu")))),
                tags=draw(_unique(st.sampled_from(("quay", "money")), 2)),
                relations=_relations(draw, known),
                origin=model.Origin(annotator="desk"),
            )
        )
    if draw(st.sampled_from((False, False, False, True))):
        quote = draw(st.sampled_from(draw(st.sampled_from(_MATTERS))))
        text += draw(st.sampled_from(_NOTICES)).format(quote=quote) + "\n"
    work = draw(st.sampled_from((None, None, None, "barrier-live")))
    document = model.Document(
        id=f"{name}-text",
        work=work,
        text=text + f"Told by {name}.",
        publisher=draw(st.sampled_from((*_OUTLETS, None))),
        language=draw(st.sampled_from(("en", "en", "en", None, "de"))),
        published=draw(st.none() | st.sampled_from(_DAYS).map(model.Date)),
        retrieved=draw(st.sampled_from((None, None, model.Date("2026-04-01")))),
    )
    return model.Report(
        id=name,
        document=document,
        annotators=(model.Annotator(id="desk", name="Annotation desk"),),
        speakers=tuple(who.values()),
        claims=claims,
    )


def _relations(draw: DrawFn, known: Sequence[str]) -> tuple[model.Relation, ...]:
    if draw(st.sampled_from((True, True, False))):
        return ()
    kind = draw(st.sampled_from(_SAID_BY_HAND))
    return (model.Relation(kind, draw(st.sampled_from([*known, "elsewhere-0#claim-0"]))),)

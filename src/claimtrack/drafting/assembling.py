"""A draft report from what was read in a text: attributions and the author's own sentences made claims."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from claimtrack._judging import judge
from claimtrack._kinds import kind_of
from claimtrack._syntax import Words
from claimtrack.anchoring.quoting import Describer
from claimtrack.certainty import Certainty
from claimtrack.drafting._foreigners import Speakers
from claimtrack.drafting.attribution import Reader
from claimtrack.drafting.blocks import byline_names, paragraphs
from claimtrack.drafting.closed import NOBODY
from claimtrack.drafting.conditions import conditions
from claimtrack.drafting.foreign import ForeignReader, Stated, Tongues, ends_sentence, sentences_of
from claimtrack.drafting.found import Range  # attrs classes name it at run time
from claimtrack.drafting.notes import ANNOTATOR, Drafted, note, slug
from claimtrack.drafting.phrases import SHORTEST_SPEECH
from claimtrack.drafting.quotations import quotations
from claimtrack.drafting.speakers import Cast, Mention
from claimtrack.drafting.splitting import Piece, split
from claimtrack.model import (
    Annotator,
    Attribution,
    Claim,
    Condition,
    Kind,
    Mode,
    Origin,
    Relation,
    Relay,
    Report,
)
from claimtrack.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack._judging import Judgement
    from claimtrack.drafting.blocks import Paragraph
    from claimtrack.drafting.found import Found
    from claimtrack.drafting.lexicons import Lexicons
    from claimtrack.drafting.quotations import Quotation
    from claimtrack.errors import Problem
    from claimtrack.model import Anchor, Document, Speaker

MOST_RELAYS = 4
"""Relays of a claim that are told: of "A said that B said that C said …" the innermost ones; a rule says so."""

LEAST_WORDS = 3
"""Words that an author's own claim has at the least: "Good morning" states nothing."""

CONCEDING = frozenset({"while", "although", "though", "whereas"})
"""What opens a clause that is claimed as much as the one it stands before: "While A, B"."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.02
"""The share of control characters from which on something is no text: plain text has none, a stray one does no harm."""


def drafted_of(document: Document, *, id: str, lexicons: Lexicons) -> Drafted:
    """The draft of a document whose text is at hand, under *id*."""
    return _Drafting(document, id=id, lexicons=lexicons).drafted()


@frozen(kw_only=True)
class _Proposal:
    """A claim before it has anchors: words by number, half-open."""

    content: tuple[Range, ...]
    kind: Kind
    certainty: Certainty
    speakers: tuple[str, ...]
    mention: Range | None = None
    cue: tuple[Range, ...] = ()
    mode: Mode | None = None
    via: tuple[int, ...] = ()
    conditions: tuple[tuple[str, Range], ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    proposition: str | None = None
    confidence: int
    rules: tuple[str, ...] = field(default=())


class _Drafting:
    def __init__(self, document: Document, *, id: str, lexicons: Lexicons) -> None:
        self.document, self.id, self.lexicons = document, id, lexicons
        self.text = document.text or ""
        self.notes: list[Problem] = []
        self.words = Words(self.text, lexicons.tags)
        self.proposals: list[_Proposal] = []
        self._anchors: dict[Range, Anchor] = {}
        self._times: dict[str, int] = {}
        self.foreigners: tuple[Speaker, ...] = ()

    def drafted(self) -> Drafted:
        publisher = self.document.publisher.name if self.document.publisher is not None else ""
        if not self._is_text():
            return self._finished(Cast(Words(""), publisher=publisher))
        tongues = Tongues(self.words, self.document.language, self.lexicons.languages)
        if self.document.language is None:
            self.document = evolve(self.document, language=tongues.found)
        layout = paragraphs(self.text, self.words, tongues.main, self.lexicons.boilerplate)
        languages = tongues.of(layout)
        self._tell_of_languages(layout, languages)
        own = [paragraph for paragraph, language in zip(layout, languages, strict=True) if language == "en"]
        authors = byline_names(self._shown(each) for each in layout if each.kind == "byline")
        cast = Cast(self.words if own else Words(""), authors=authors, publisher=publisher)
        self.quoted = quotations(self.words, own)
        reader = Reader(self.words, own, self.quoted, self.lexicons.cues)
        self.found = reader.read()
        self.inside = reader.inside
        self._resolve(cast)
        self._attributed(cast)
        self._take()
        for paragraph in own:
            if paragraph.kind == "prose" and paragraph.label is None:
                for first, last in reader.sentences(paragraph):
                    self._of_author(first, last, cast.author)
        self._foreign(layout, languages, cast)
        if not self.proposals:
            self._say("CT501", "the text states nothing that could be drafted", "annotate by hand what you see in it")
        elif not any(map(ends_sentence, self.words.raw)) and len(self.words) > LEAST_WORDS * 10:
            self._say(
                "CT504", "the text has no sentence marks: the draft is coarse", "put full stops, or correct the draft"
            )
        return self._finished(cast)

    def _say(self, code: str, message: str, hint: str) -> None:
        self.notes.append(note(code, message, hint))

    def _is_text(self) -> bool:
        controls = len(_CONTROLS.findall(self.text))
        if controls > MOST_CONTROLS * len(self.text):
            self._say(
                "CT505",
                f"{controls:,} of {len(self.text):,} code points are control characters",
                "draft from the text itself",
            )
            return False
        if not any(tag not in '!,;:-()".' for tag in self.words.tag):
            self._say("CT501", "the text holds no words", "draft from a text that does")
            return False
        return True

    def _tell_of_languages(self, layout: Sequence[Paragraph], languages: Sequence[str]) -> None:
        prose = [language for paragraph, language in zip(layout, languages, strict=True) if paragraph.kind == "prose"]
        unread = prose.count("")
        if not unread:
            return
        told = self.document.language
        if unread < len(prose):
            self._say(
                "CT503",
                f"{unread} of {len(prose)} paragraphs are not in English: of them only sentences are proposed",
                "correct them by hand, or bring a lexicon of their language",
            )
        else:
            of = f"the document's language is {told}" if told and told[:2] != "en" else "the text is not in English"
            self._say(
                "CT502",
                f"{of}: only sentences are proposed",
                "correct certainty and speakers by hand, or bring a lexicon of the language",
            )

    # Attributed claims ----------------------------------------------------------------------------------------------

    def _shown(self, paragraph: Paragraph) -> str:
        return self.text[self.words.start[paragraph.first] : self.words.end[paragraph.last - 1]]

    def _resolve(self, cast: Cast) -> None:
        """Who says each attribution: ids by its place."""
        places = [place for place, found in enumerate(self.found) if found.source is not None and found.same_as is None]
        places.sort(key=lambda place: (self.found[place].source or (0, 0), place))
        numbers = {place: number for number, place in enumerate(places)}
        mentions: list[Mention] = []
        for place in places:
            found = self.found[place]
            inside = numbers.get(found.outer) if found.outer is not None else None
            first, last = found.source or (0, 0)
            mentions.append(Mention(first, last, inside))
        resolved = cast.resolve(mentions)
        self.speakers: dict[int, tuple[str, ...]] = {}
        self.sure: dict[int, int] = {}
        for place, resolution in zip(places, resolved, strict=True):
            self.speakers[place] = resolution.speakers
            self.sure[place] = resolution.confidence
        for place, found in enumerate(self.found):
            same = found.same_as
            while same is not None and same not in self.speakers and self.found[same].same_as is not None:
                same = self.found[same].same_as
            if same is not None:
                self.speakers[place] = self.speakers.get(same, ())
                self.sure[place] = self.sure.get(same, 0)

    def _attributed(self, cast: Cast) -> None:
        names = {speaker.id: _told_words(speaker) for speaker in cast.speakers}
        for place, found in enumerate(self.found):
            if found.rule == "label" and not self._states(found.content):
                continue
            via = tuple(self._chain(found))
            if via and self._speaks_for_itself(found, via[0]):
                continue
            cue = tuple(self.words.low[number] for first, last in found.cue for number in range(first, last))
            nobody = self._is_nobody(found)
            if nobody:
                cue = ("not", *cue)  # "Nobody said that": as if it were not said
            pieces = self._pieces(found)
            start = len(self.proposals)
            own = tuple(dict.fromkeys(word for name in self.speakers.get(place, ()) for word in names[name]))
            for piece in pieces:
                judged = judge(self.words, *piece.content, cue=cue or None, hedges=self.lexicons.hedges)
                sure = self.sure.get(place, 0)
                self.proposals.append(
                    _Proposal(
                        content=piece.content,
                        kind=self._kind(found, piece, judged, cue, own),
                        certainty=judged.certainty,
                        speakers=() if nobody else self.speakers.get(place, ()),
                        mention=found.source if found.same_as is None or found.rule == "label" else None,
                        cue=found.cue,
                        mode=found.mode,
                        via=via,
                        conditions=piece.conditions,
                        links=tuple(_links(pieces, piece, start)),
                        proposition=piece.proposition,
                        confidence=min(found.confidence, piece.confidence) if len(pieces) > 1 else found.confidence,
                        rules=(
                            found.rule,
                            *(("speaker left open",) if found.source is not None and (nobody or not sure) else ()),
                            *(("relays cut",) if via and self.found[via[-1]].outer is not None else ()),
                            *piece.rules,
                            *judged.rules,
                        ),
                    )
                )

    def _kind(self, found: Found, piece: Piece, judged: Judgement, cue: tuple[str, ...], own: tuple[str, ...]) -> Kind:
        kind = kind_of(self.words, *piece.content, cue=cue or None, own=own, judgement=judged)
        # "asking drivers not to travel" asks for something to be done.
        return "proposal" if found.rule == "request" and kind == "question" else kind

    def _pieces(self, found: Found) -> tuple[Piece, ...]:
        whole = (Piece(content=found.content),)
        if len(found.content) != 1:
            return (self._without_conditions(found.content),)
        first, last = found.content[0]
        if found.mode == "direct" and any(self.words.tag[number] == "!" for number in range(first, last - 1)):
            return whole
        # A sentence that goes on with what somebody said is a sentence: it is cut as the author's are.
        pieces = split(self.words, first, last, attributed=found.rule != "free-indirect") or whole
        return self._what_is_to_be(pieces[0]) if len(pieces) == 1 and found.rule == "object" else pieces

    def _what_is_to_be(self, piece: Piece) -> tuple[Piece, ...]:
        """ "proposes a force, to be formed by the willing": what is proposed, and what is to be done with it."""
        (first, last), tag = piece.content[0], self.words.tag
        for number in range(first + 1, last - 3):
            later = tag[number + 1] == "T" and self.words.low[number + 2] == "be" and tag[number + 3] == "E"
            if tag[number] == "," and later and len(piece.content) == 1:
                named = (first, number)
                return (
                    evolve(piece, content=(named,), conditions=()),
                    evolve(piece, content=(named, (number + 1, last)), rules=(*piece.rules, "to be done")),
                )
        return (piece,)

    def _without_conditions(self, content: Sequence[Range]) -> Piece:
        """A content in pieces, without a condition at the edge of one."""
        kept: list[Range] = []
        hanging = []
        for first, last in content:
            low, high = first, last
            for found in conditions(self.words, first, last):
                begins, ends = found.first, found.last
                if begins == low and ends < high:
                    low = ends
                elif ends == high and begins > low:
                    high = begins
                else:
                    continue
                hanging.append((found.sense, (begins, ends)))
            while low < high and self.words.tag[low] == ",":
                low += 1
            while high > low and self.words.tag[high - 1] == ",":
                high -= 1
            kept.append((low, high))
        return Piece(content=tuple(kept), conditions=tuple(hanging))

    def _chain(self, found: Found) -> Iterator[int]:
        outer = found.outer
        seen: set[int] = set()
        while outer is not None and outer not in seen and len(seen) < MOST_RELAYS:
            seen.add(outer)
            yield outer
            outer = self.found[outer].outer

    def _speaks_for_itself(self, found: Found, outer: int) -> bool:
        """Whether a speaker's own "I think" stands within what the speaker says: one claim, not two."""
        if found.source is None or self.found[outer].mode != "direct":
            return False
        return self.words.low[found.source[0]] in {"i", "we", "my", "our"} or self.words.tag[found.source[0]] == "c"

    def _is_nobody(self, found: Found) -> bool:
        return found.source is not None and self.words.low[found.source[0]] in NOBODY

    def _states(self, content: Sequence[Range]) -> bool:
        return any(
            self.words.tag[number] in "VAMc" or (self.words.tag[number] in "EF" and last - first > LEAST_WORDS)
            for first, last in content
            for number in range(first, last)
        )

    # The author's own claims ----------------------------------------------------------------------------------------

    def _of_author(self, first: int, last: int, author: str) -> None:
        """The parts of a sentence that nobody else is shown to say."""
        for low, high in self._free(first, last):
            while high > low and self.words.tag[high - 1] in "TPDCIW,":
                high -= 1  # "marched through the capital | to demand …": what they demand is told as theirs
            if high - low < LEAST_WORDS:
                continue
            pieces = split(self.words, low, high, attributed=False)
            start = len(self.proposals)
            for piece in pieces:
                judged = judge(self.words, *piece.content, hedges=self.lexicons.hedges)
                self.proposals.append(
                    _Proposal(
                        content=piece.content,
                        kind=kind_of(self.words, *piece.content, by_author=True, judgement=judged),
                        certainty=judged.certainty,
                        speakers=(author,),
                        conditions=piece.conditions,
                        links=tuple(_links(pieces, piece, start)),
                        proposition=piece.proposition,
                        confidence=piece.confidence,
                        rules=("author", *piece.rules, *judged.rules),
                    )
                )

    def _free(self, first: int, last: int) -> Iterator[Range]:
        """The stretches of a sentence outside every attribution and quotation that are clauses of their own."""
        at = first
        while at < last:
            if self.taken[at]:
                at += 1
                continue
            end = at
            while end < last and not self.taken[end]:
                end += 1
            if self._is_clause(at, end):
                yield at, end
            at = end

    def _take(self) -> None:
        """Mark the words that attributions are made of, and whatever else is quoted at length."""
        self.taken = bytearray(len(self.words))
        for quotation in self.quoted:
            if quotation.last - quotation.first >= SHORTEST_SPEECH and self._is_speech(quotation):
                self._mark((quotation.opens, quotation.end))
        for found in self.found:
            if found.rule in {"noun", "hearsay"} and not self._leads(found):
                continue
            told = found.content
            if found.rule == "passive" and len(told) > 1 and self.words.tag[told[0][1] : told[0][1] + 1] == [","]:
                told = told[1:]  # "The force, led by Europe, is to …": the aside is the author's, and needs its subject
            for pair in (*told, *found.cue):
                self._mark(pair)
            if found.source is not None and self._touches(found) and not self._asserts_aside(found.source):
                self._mark(found.source)

    def _asserts_aside(self, source: Range) -> bool:
        """Whether a source holds a participle that claims something: "The coalition, led by Europe, wants …"."""
        first, last = source
        return any(
            self.words.tag[number] == "," and self.words.tag[number + 1] == "E" for number in range(first, last - 1)
        )

    def _mark(self, pair: Range) -> None:
        first, last = pair
        self.taken[first:last] = b"\x01" * (last - first)

    def _is_speech(self, quotation: Quotation) -> bool:
        """Whether a quotation is a sentence, not a phrase that the author's sentence goes on with."""
        last = quotation.last - 1
        return self.words.raw[quotation.first][0].isupper() and self.words.tag[last] in "!,"

    def _is_clause(self, first: int, last: int) -> bool:
        """Whether a stretch has a finite verb of its own, with a subject, that no subordinator governs."""
        words = self.words
        governed = False
        subject = words.raw[last - 1] == "?"  # "Will it work?": the verb stands before its subject
        asks = words.tag[first] == "W" or words.low[first] == "whether"  # "What it leaves open is …"
        for number in range(first, last):
            tag = words.tag[number]
            if tag in "IW":
                opens = number == first and words.low[number] not in CONCEDING
                governed = opens or tag == "W" or words.low[number] == "that"
            elif tag == "," or tag == ";":
                governed = False
            base = tag == "F" and number > first and words.tag[number - 1] in "RNX"
            if tag in "VAMc" or base or (tag == "E" and number > first):
                if not governed and (subject or tag == "c"):
                    return True
                if asks and subject and words.tag[number - 1] not in "AMTB":
                    asks = governed = False
            subject = subject or tag in "NXRGUD"
        return False

    def _leads(self, found: Found) -> bool:
        """Whether a verb carries the noun of saying: "expressed concern"."""
        return found.source is not None and any(
            self.words.tag[number] in "VAFE" for low, high in found.cue for number in range(low, high)
        )

    def _touches(self, found: Found) -> bool:
        if not found.cue or found.source is None:
            return True
        low, high = found.source
        return any(abs(start - high) <= 1 or abs(low - end) <= 1 for start, end in found.cue)

    def _foreign(self, layout: Sequence[Paragraph], languages: Sequence[str], cast: Cast) -> None:
        """The claims of the paragraphs that are not in English."""
        speakers = Speakers(self.words, cast.speakers, (speaker.id for speaker in cast.speakers))
        stated: list[Stated] = []
        for language in dict.fromkeys(languages):
            there = [
                paragraph
                for paragraph, its in zip(layout, languages, strict=True)
                if its == language and paragraph.kind == "prose"
            ]
            if not language:
                stated += [each for paragraph in there for each in sentences_of(self.words, paragraph)]
            elif language != "en":
                known = self.lexicons.languages[language]
                stated += ForeignReader(self.words, there, known, speakers).read()
        self.proposals += [
            _Proposal(
                content=each.content, kind=each.kind, certainty=each.certainty, mention=each.source, cue=each.cue,
                speakers=(cast.author,) if each.by_author else each.speakers, mode=each.mode,
                confidence=each.confidence, rules=each.rules,
            )
            for each in stated
        ]  # fmt: skip
        self.foreigners = speakers.named

    def _kind_told(self, speaker: Speaker) -> Speaker:
        """The speaker with the kind that a user's lexicon gives the noun that describes it."""
        kind = self.lexicons.kinds.get(speaker.name.rpartition(" ")[2].lower())
        described = speaker.name[1:] == speaker.name[1:].lower() and speaker.kind in {"person", "organisation"}
        return evolve(speaker, kind=kind) if kind is not None and described else speaker

    # The report -----------------------------------------------------------------------------------------------------

    def _finished(self, cast: Cast) -> Drafted:
        order = sorted(range(len(self.proposals)), key=lambda number: (self.proposals[number].content, number))
        self.describer = Describer(self.text, list(zip(self.words.start, self.words.end, strict=True)))
        speakers = sorted((*cast.speakers, *self.foreigners), key=lambda speaker: speaker.id == cast.author)
        taken = {speaker.id for speaker in speakers}
        ids: dict[int, str] = {}
        contents: dict[int, tuple[Anchor, ...]] = {}
        for number in order:
            proposal = self.proposals[number]
            contents[number] = tuple(map(self._anchor, proposal.content))
            ids[number] = self._free_id(self.describer.claim_id(contents[number]), proposal, taken)
            taken.add(ids[number])
        claims = [self._claim(number, ids, contents[number]) for number in order]
        used = {
            name
            for claim in claims
            for name in (*claim.attribution.speakers, *(n for relay in claim.attribution.via for n in relay.speakers))
        }
        return Drafted(
            report=Report(
                id=self.id,
                document=self.document,
                annotators=(Annotator(id=ANNOTATOR, kind="software", name="claimtrack", version=_version()),),
                speakers=tuple(map(self._kind_told, (speaker for speaker in speakers if speaker.id in used))),
                claims=claims,
            ),
            notes=tuple(self.notes),
        )

    def _free_id(self, wanted: str, proposal: _Proposal, taken: set[str]) -> str:
        """The id from the content; where two sources have the same content, the speaker's or cue's words go with it."""
        if wanted not in taken:
            return wanted
        told = "-".join(proposal.speakers) or "-".join(self.words.low[first] for first, _ in proposal.cue) or "again"
        longer = f"{wanted}-{slug(told)[:80]}"
        if longer not in taken:
            return longer
        number = self._times.get(longer, 2)
        while f"{longer}-{number}" in taken:
            number += 1
        self._times[longer] = number + 1
        return f"{longer}-{number}"

    def _anchor(self, pair: Range) -> Anchor:
        """The anchor of a range of words; a source and its cue are asked for again in every claim that they relay."""
        known = self._anchors.get(pair)
        if known is None:
            first, last = pair
            span = Span(self.words.start[first], self.words.end[last - 1])
            known = self._anchors[pair] = self.describer.describe(span)
        return known

    def _claim(self, number: int, ids: dict[int, str], content: tuple[Anchor, ...]) -> Claim:
        proposal = self.proposals[number]
        return Claim(
            id=ids[number],
            kind=proposal.kind,
            content=content,
            proposition=proposal.proposition,
            attribution=Attribution(
                speakers=proposal.speakers,
                mention=() if proposal.mention is None else (self._anchor(proposal.mention),),
                cue=tuple(map(self._anchor, proposal.cue)),
                mode=proposal.mode,
                via=tuple(self._relay(outer) for outer in proposal.via),
            ),
            certainty=proposal.certainty,
            conditions=tuple(Condition(sense, self._anchor(pair)) for sense, pair in proposal.conditions),  # type: ignore[arg-type]
            relations=tuple(Relation(kind, ids[other]) for kind, other in proposal.links),  # type: ignore[arg-type]
            origin=Origin(
                annotator=ANNOTATOR,
                status="drafted",
                confidence=proposal.confidence,
                rules=tuple(dict.fromkeys(proposal.rules)),
            ),
        )

    def _relay(self, outer: int) -> Relay:
        found = self.found[outer]
        return Relay(
            speakers=self.speakers.get(outer, ()),
            mention=() if found.source is None else (self._anchor(found.source),),
            cue=tuple(map(self._anchor, found.cue)),
        )


def _told_words(speaker: Speaker) -> tuple[str, ...]:
    """The words, in small letters, by which somebody speaks of this speaker's own doing."""
    told = (speaker.name, *speaker.aliases, speaker.affiliation or "")
    return tuple(dict.fromkeys(word for form in told for word in form.lower().split()))


def _links(pieces: Sequence[Piece], piece: Piece, start: int) -> Iterator[tuple[str, int]]:
    """The relations of a piece to the others of its sentence, by number."""
    for number, other in enumerate(pieces):
        if other is not piece and piece.alternative is not None and other.alternative == piece.alternative:
            yield "alternative_to", start + number
    if piece.whole is not None:
        yield "part_of", start + piece.whole
    if piece.reason is not None:
        yield "supports", start + piece.reason


def _version() -> str | None:
    try:
        return version("claimtrack")
    except PackageNotFoundError:  # run from a copy of the source
        return None

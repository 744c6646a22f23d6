"""A report as its text, with a track beneath each line for every claim that stands there: which words are what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import frozen
from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from claimtrack.anchoring import uncovered
from claimtrack.drafting.keeping import WAS
from claimtrack.model import anchors
from claimtrack.render.words import asides, counted, visible
from claimtrack.text import LineIndex, Span, paragraphs, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from claimtrack.model import Claim, Document, Report

LOW_CONFIDENCE = 50
"""Claims of which the annotator is less sure than this are marked: they are as likely wrong as right."""

BLOCK = 6
"""
Claims are told after so many rows of a paragraph, at the end of a sentence: with their tracks between the rows, and the
claims below, this fills a screen.
"""

NARROWEST = 20
"""The columns that the text gets at the least, however narrow the terminal is."""


@frozen(kw_only=True)
class _Role:
    mark: str
    style: str
    name: str


# What comes later covers what comes before: a cue inside the content shows as a cue.
_ROLES = {
    "content": _Role(mark="=", style="bold", name="content"),
    "time": _Role(mark=":", style="blue", name="time"),
    "via mention": _Role(mark="%", style="green", name="relay"),
    "via cue": _Role(mark="%", style="green", name="relay"),
    "mention": _Role(mark="@", style="cyan", name="source"),
    "cue": _Role(mark="^", style="magenta", name="cue"),
    "condition": _Role(mark="?", style="yellow", name="condition"),
    "bare": _Role(mark="-", style="red", name="in no claim"),
    "rejected": _Role(mark="x", style="strike", name="struck out"),
}
_RANKS = {role: rank for rank, role in enumerate(_ROLES)}
_NAMES = tuple(_ROLES)
_OF_NO_CLAIM, _STRUCK_OUT = -1, -2  # numbers of tracks that are of no claim


def annotated(report: Report, *, width: int) -> RenderableType:
    """
    A report as its text: beneath each line the tracks of the claims there, and after each paragraph what they are.

    The text itself stays free of marks, so that its words can be copied. A sentence without any claim has an empty box
    in the margin, a claim of little confidence an exclamation mark.

    Args:
        report: The report, with its text at hand.
        width: The columns there are.
    """
    return Group(*_Annotated(report, width).parts())


class _Track:
    """A span with its role, and the number of its claim."""

    __slots__ = ("end", "number", "rank", "start")

    def __init__(self, span: Span, number: int, role: str) -> None:
        self.start, self.end, self.number, self.rank = span.start, span.end, number, _RANKS[role]


class _Annotated:
    def __init__(self, report: Report, width: int) -> None:
        self.report, self.text = report, report.document.text or ""
        self.names = {speaker.id: speaker.name for speaker in report.speakers}
        self.claims = sorted(report.claims, key=lambda claim: (_start(claim), claim.id))
        self.starts = [_start(claim) for claim in self.claims]
        struck = [anchor.span for quote in report.rejected for anchor in quote.content]
        # A sentence that somebody struck out is not one that was missed.
        self.bare = _apart(uncovered(report), struck)
        self.tracks = [
            _Track(anchor.span, number, role)
            for number, claim in enumerate(self.claims)
            for role, anchor in anchors(claim)
        ]
        self.tracks += [_Track(span, _OF_NO_CLAIM, "bare") for span in self.bare]
        self.tracks += [_Track(span, _STRUCK_OUT, "rejected") for span in struck]
        self.tracks.sort(key=lambda track: track.start)
        self.lines = LineIndex(self.text)
        last_line = self.lines(len(self.text))[0]
        self.margin = max(len(f"[{len(self.claims)}]! "), len(f"{last_line}: "), 6)
        self.width = max(NARROWEST, width - self.margin)

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        told = 0
        tracks: list[_Track] = []
        seen = 0
        for block, opens in self._blocks():
            tracks = [track for track in tracks if track.end > block.start]
            while seen < len(self.tracks) and self.tracks[seen].start < block.end:
                if self.tracks[seen].end > block.start:
                    tracks.append(self.tracks[seen])
                seen += 1
            yield Text("")
            yield from self._block(block, tracks, opens=opens)
            until = bisect_left(self.starts, block.end, told)
            if until > told:
                yield Text("")
            for number in range(told, until):
                yield from self._claim(number)
            told = until
        yield from self._speakers()

    # The text --------------------------------------------------------------------------------------------------------

    def _blocks(self) -> Iterator[tuple[Span, bool]]:
        """The paragraphs, long ones in several pieces of whole sentences; and whether a piece opens a paragraph."""
        long = BLOCK * self.width
        found = sentences(self.text, self.report.document.language or "en")
        ends = [span.end for span in found]
        for paragraph in paragraphs(self.text):
            start, opens = paragraph.start, True
            if len(paragraph) > long:
                for end in ends[bisect_right(ends, paragraph.start) : bisect_left(ends, paragraph.end)]:
                    if end - start >= long:
                        yield Span(start, end), opens
                        start, opens = end, False
            if self.text[start : paragraph.end].strip():
                yield Span(start, paragraph.end), opens

    def _block(self, block: Span, tracks: Sequence[_Track], *, opens: bool) -> Iterator[Text]:
        start = block.start + len(block.of(self.text)) - len(block.of(self.text).lstrip())
        shown = _shown(self.text[start : block.end])
        cells = [1 if len(letter) == 1 and letter.isascii() else cell_len(letter) for letter in shown]
        rows = list(_rows(shown, cells, self.width))
        firsts = [first for first, _ in rows]
        by_row: list[list[_Track]] = [[] for _ in rows]
        for track in tracks:
            begin = max(0, bisect_right(firsts, max(0, track.start - start)) - 1)
            for row in range(begin, bisect_left(firsts, track.end - start)):
                by_row[row].append(track)
        for row, (first, last) in enumerate(rows):
            label = f"{self.lines(start)[0]}: " if opens and row == 0 else ""
            here = Span(start + first, start + last)
            top = _painted(here, by_row[row])
            line = Text(f"{label:>{self.margin}}", style="dim", no_wrap=True, overflow="ignore")
            for rank, letters in _runs(top, shown[first:last]):
                line.append(letters, style="dim" if rank is None else f"not dim {_ROLES[_NAMES[rank]].style}")
            line.rstrip()
            yield line
            numbers = sorted({track.number for track in by_row[row]}, key=lambda number: (number < 0, abs(number)))
            for number in numbers:
                own = _painted(here, [track for track in by_row[row] if track.number == number])
                marks = [
                    (" " if rank is None else _ROLES[_NAMES[rank]].mark) * width
                    for rank, width in zip(own, cells[first:last], strict=True)
                ]
                line = Text(f"{self._box(number):<{self.margin}}", style=self._box_style(number))
                line.no_wrap, line.overflow = True, "ignore"
                for rank, letters in _runs(own, marks):
                    line.append(letters, style="" if rank is None else f"not bold {_ROLES[_NAMES[rank]].style}")
                line.rstrip()
                if any(rank is not None for rank in own):
                    yield line

    def _box(self, number: int) -> str:
        if number < 0:
            return "[ ]" if number == _OF_NO_CLAIM else "[x]"
        return f"[{number + 1}]{'!' if _is_doubtful(self.claims[number]) else ''}"

    def _box_style(self, number: int) -> str:
        if number < 0:
            return "red" if number == _OF_NO_CLAIM else "dim"
        return "yellow" if _is_doubtful(self.claims[number]) else "bold"

    # The claims ------------------------------------------------------------------------------------------------------

    def _claim(self, number: int) -> Iterator[RenderableType]:
        claim = self.claims[number]
        line = Text.assemble((claim.id, "bold"), f"  {claim.kind}  {claim.certainty}  ")
        line.append_text(self._source(claim))
        if claim.attribution.mode is not None:
            line.append(f"  {claim.attribution.mode}")
        head = Text(f"{self._box(number):<{self.margin}}", style=self._box_style(number), end="")
        yield _hanging(head, line)
        if claim.proposition is not None:
            yield self._indented(Text(f"= {visible(claim.proposition)}"))
        for condition in claim.conditions:
            yield self._indented(Text(f"{condition.sense}: {visible(condition.anchor.exact)}", style="yellow"))
        for told in asides(claim):
            yield self._indented(Text(told, style="dim"))
        origin = claim.origin
        told = origin.status if origin.confidence is None else f"{origin.status}, confidence {origin.confidence}"
        told += f": {visible(', '.join(origin.rules))}" if origin.rules else ""
        yield self._indented(Text(told, style="yellow" if _is_doubtful(claim) else "dim"))

    def _source(self, claim: Claim) -> Text:
        line = Text()
        for step, speakers in enumerate((claim.attribution.speakers, *(via.speakers for via in claim.attribution.via))):
            line.append(" < " if step else "")
            if speakers:
                line.append(visible(" + ".join(self.names.get(name, name) for name in speakers)), style="cyan")
            else:
                line.append("not resolved", style="yellow")
        return line

    def _indented(self, line: Text) -> RenderableType:
        return Padding(line, (0, 0, 0, self.margin))

    # Around the text -------------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[RenderableType]:
        report = self.report
        title = f"  {visible(report.document.title)}" if report.document.title else ""
        yield Text.assemble((report.id, "bold"), title, (_about(report.document), "dim"))
        yield Text(" · ".join(self._counts()))
        used = {track.rank for track in self.tracks}
        legend = {role.mark: role for name, role in _ROLES.items() if _RANKS[name] in used}
        line = Text()
        for mark, role in legend.items():
            line.append("   " if line else "").append(mark * 3, style=role.style).append(f" {role.name}")
        if any(map(_is_doubtful, self.claims)):
            line.append("   ").append("[n]!", style="yellow").append(
                f" to be looked at: confidence below {LOW_CONFIDENCE}, or kept in other words"
            )
        if line:
            yield line

    def _counts(self) -> Iterator[str]:
        total = Counter(claim.origin.status for claim in self.claims)
        states = ", ".join(f"{number} {status}" for status, number in sorted(total.items()))
        yield counted(len(self.claims), "claim") + (f" ({states})" if states else "")
        yield counted(len(self.report.speakers), "speaker")
        if doubtful := sum(map(_is_doubtful, self.claims)):
            yield f"{doubtful} to be looked at"
        if open_ := sum(not claim.attribution.speakers for claim in self.claims):
            yield f"{open_} without a speaker"
        yield f"{counted(len(self.bare), 'sentence')} in no claim"
        if self.report.rejected:
            yield f"{len(self.report.rejected)} struck out"

    def _speakers(self) -> Iterator[RenderableType]:
        said = Counter(name for claim in self.claims for name in claim.attribution.speakers)
        if self.report.speakers:
            yield Padding(Text("SPEAKERS", style="bold underline"), (1, 0, 0, 0))
        for speaker in self.report.speakers:
            facts = [speaker.kind, *(fact for fact in (speaker.role, speaker.affiliation) if fact)]
            also = f"; also {', '.join(speaker.aliases)}" if speaker.aliases else ""
            line = Text.assemble(
                (speaker.id, "bold"),
                f"  {visible(speaker.name)}",
                (f"  {visible(', '.join(facts) + also)}  ", "dim"),
                counted(said[speaker.id], "claim"),
            )
            yield _hanging(Text("  "), line)


def _about(document: Document) -> str:
    """Outlet, date and language of a document, as far as they are known."""
    outlet = document.publisher.name if document.publisher is not None else None
    facts = (outlet, document.published, document.language)
    return "".join(f"  {visible(str(fact))}" for fact in facts if fact is not None)


def _start(claim: Claim) -> int:
    return min(piece.span.start for piece in claim.content)


def _apart(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """Those of *spans* that none of *others* overlaps."""
    ordered = sorted(others)
    found, at, reach = [], 0, 0
    for span in sorted(spans):
        while at < len(ordered) and ordered[at].start < span.end:
            reach = max(reach, ordered[at].end)
            at += 1
        if reach <= span.start:
            found.append(span)
    return tuple(found)


def _is_doubtful(claim: Claim) -> bool:
    """Whether somebody should look at it: of little confidence, or kept from an earlier draft in other words."""
    origin = claim.origin
    changed = origin.status == "drafted" and any(rule.startswith(WAS) for rule in origin.rules)
    return changed or (origin.confidence is not None and origin.confidence < LOW_CONFIDENCE)


def _hanging(head: Text, line: Text) -> RenderableType:
    """*line* behind *head*, its further rows below its first."""
    from rich.table import Table

    table = Table.grid(padding=0)
    table.add_column(no_wrap=True, width=len(head))
    table.add_column(overflow="fold")
    table.add_row(head, line)
    return table


def _shown(text: str) -> list[str]:
    """What is shown for each code point: nothing for blanks after a blank, an escape for what would steer."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return list(text)
    found: list[str] = []
    after_blank = True
    for letter in text:
        told = visible(letter)
        blank = told.isspace()
        found.append("" if blank and after_blank else told)
        after_blank = blank
    return found


def _rows(shown: Sequence[str], cells: Sequence[int], width: int) -> Iterator[tuple[int, int]]:
    """Rows of at most *width* columns, broken at blanks where there are any; a blank may hang over the edge."""
    start = used = gap = 0
    for at, letter in enumerate(shown):
        if letter == " ":
            gap = at + 1
        elif used + cells[at] > width and at > start:
            cut = gap if gap > start else at
            yield start, cut
            used = sum(cells[cut:at])
            start = cut
        used += cells[at]
    if start < len(shown):
        yield start, len(shown)


def _painted(row: Span, tracks: Iterable[_Track]) -> list[int | None]:
    """The rank of the role that shows at each code point of *row*."""
    painted: list[int | None] = [None] * len(row)
    for track in sorted(tracks, key=lambda track: track.rank):
        first, last = max(track.start, row.start) - row.start, min(track.end, row.end) - row.start
        painted[first:last] = [track.rank] * (last - first)
    return painted


def _runs(ranks: Sequence[int | None], letters: Sequence[str]) -> Iterator[tuple[int | None, str]]:
    at = 0
    for rank, group in groupby(ranks):
        size = sum(1 for _ in group)
        yield rank, "".join(letters[at : at + size])
        at += size

"""Which claims of two reports lie near each other in meaning, and what holds such a pair back."""

from __future__ import annotations

import heapq
import importlib
import importlib.util
import itertools
import math
import operator
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError, EncoderFailed, InvalidValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from claimtrack.encoders import Encoder

# --- vectors ---------------------------------------------------------------------------------------------------------

STEPS = 2048
"""
Vectors are made one of this length, in whole numbers. Their products are then whole numbers below 2^24, which single
precision adds without rounding: whatever the order in which a processor or library adds, the sum is the same. What the
rounding costs, a few ten-thousandths of a cosine, is less than a step of a score.
"""

_FINE = 1 << 20  # the whole numbers in which a vector's length is measured: their squares, too, are added exactly

MAX_DIMENSIONS = 1 << 16
"""The longest vectors that are taken: sums of so many squares stay exact. Models have a few thousand at most."""

MAX_PAIRS = 400_000_000
"""As many pairs of claims are measured: 20,000 against as many, in some ten seconds."""

MAX_UNAIDED = 50_000_000
"""As many products are made without numpy: a few seconds' worth."""

BLOCK = 2_000_000
"""Pairs whose products are held in memory at a time: fifty megabytes with what sorting them takes."""


AT_ONCE = 1_024
"""Texts that an encoder gets at a time: what it returns is in memory as it made it, before it is made whole numbers."""


def vectors(encoder: Encoder, texts: Sequence[str]) -> Any:
    """
    The vectors of *texts*, of length `STEPS`, in whole numbers: an array where numpy is installed, else lists.

    Raises:
        EncoderFailed: If the encoder raises, or gives other than one vector of finite numbers for each text, all
            equally long.
    """
    name = name_of(encoder)
    found: list[Any] = []
    size = None
    for start in range(0, len(texts), AT_ONCE):
        asked = list(texts[start : start + AT_ONCE])
        rows = _rows(encoder, name, asked)
        size = _one_size(name, rows, size)
        try:
            found.append(_whole([[float(value) for value in row] for row in rows]))
        except (TypeError, ValueError, OverflowError) as error:
            raise EncoderFailed(f"the encoder {name!r} gave vectors that are not all finite numbers") from error
    numpy = _numpy()
    return list(itertools.chain.from_iterable(found)) if numpy is None else numpy.concatenate(found)


def _rows(encoder: Encoder, name: str, texts: list[str]) -> list[list[Any]]:
    count = len(texts)
    try:
        rows = [row.tolist() if hasattr(row, "tolist") else list(row) for row in encoder.encode(texts)]
    except ClaimtrackError:
        raise
    except Exception as error:  # whatever somebody else's code raises
        raise EncoderFailed(f"the encoder {name!r} failed: {type(error).__name__}: {str(error)[:_SHOWN]}") from error
    if len(rows) != count:
        raise EncoderFailed(f"the encoder {name!r} gave {len(rows)} vectors for {count} texts")
    return rows


def _one_size(name: str, rows: list[list[Any]], size: int | None) -> int:
    """How long the vectors are: all of them, and those before."""
    sizes = {len(row) if isinstance(row, list) else 0 for row in rows} | ({size} if size is not None else set())
    if len(sizes) > 1 or not 0 < min(sizes) <= MAX_DIMENSIONS:
        raise EncoderFailed(
            f"the encoder {name!r} gave vectors of {' and '.join(map(str, sorted(sizes)[:2]))} numbers",
            hint=f"all have to be equally long, from 1 to {MAX_DIMENSIONS} numbers",
        )
    return min(sizes)


_SHOWN = 100  # characters of what somebody else wrote, in a message


def name_of(encoder: Encoder) -> str:
    """
    The name of an encoder, cut where it is endless.

    Raises:
        EncoderFailed: If it is none.
    """
    try:
        name = getattr(encoder, "name", None)
    except Exception as error:  # whatever a property of somebody else's raises
        raise EncoderFailed(
            f"the name of a {type(encoder).__name__[:_SHOWN]} cannot be read: {str(error)[:_SHOWN]}",
            hint="an encoder has a name: a text",
        ) from error
    if not isinstance(name, str) or not name or not callable(getattr(encoder, "encode", None)):
        raise EncoderFailed(
            f"a {type(encoder).__name__[:_SHOWN]} is no encoder",
            hint="an encoder has a name, and a method encode(texts) that returns one vector for each text",
        )
    return name[:_SHOWN]


def _numpy() -> Any:
    return None if importlib.util.find_spec("numpy") is None else importlib.import_module("numpy")


def _whole(rows: Any) -> Any:
    """Vectors of the same directions, of length `STEPS`, in whole numbers; a vector of zeros stays one."""
    numpy = _numpy()
    if numpy is None:
        return [_whole_row(row) for row in rows]
    given = numpy.array(rows, dtype=numpy.float64)
    if not numpy.isfinite(given).all():
        raise ValueError
    greatest = numpy.abs(given).max(axis=1, keepdims=True)
    fine = numpy.rint(given / numpy.where(greatest, greatest, 1) * _FINE).astype(numpy.int64)
    length = numpy.sqrt((fine * fine).sum(axis=1, keepdims=True))
    return numpy.rint(fine * STEPS / numpy.where(length, length, 1)).astype(numpy.float32)


def _whole_row(row: list[float]) -> list[int]:
    """The same of one vector, number by number as numpy does it."""
    if not all(map(math.isfinite, row)):
        raise ValueError
    greatest = max(map(abs, row)) or 1
    fine = [round(value / greatest * _FINE) for value in row]
    length = math.sqrt(sum(map(operator.mul, fine, fine))) or 1
    return [round(value * STEPS / length) for value in fine]


Near = list[tuple[int, int]]


def nearest(ours: Any, theirs: Any, count: int) -> list[Near]:
    """
    For each of *ours* the *count* nearest of *theirs*: products and numbers, the greatest product first.

    Of equal products the lower number comes first. The work grows with the number of pairs, memory does not.

    Raises:
        InvalidValue: If there are more than `MAX_PAIRS`, or without numpy more than `MAX_UNAIDED` products.
    """
    pairs = len(ours) * len(theirs)
    if pairs > MAX_PAIRS:
        raise InvalidValue(
            f"{len(ours)} and {len(theirs)} claims are too many to compare by meaning, which measures every pair",
            hint=f"leave the encoder out, or split the reports: {MAX_PAIRS} pairs are the limit",
        )
    numpy = _numpy()
    if numpy is not None:
        return list(_nearest_by_blocks(numpy, ours, theirs, count))
    if pairs * len(ours[0]) > MAX_UNAIDED:
        raise InvalidValue(
            f"{len(ours)} and {len(theirs)} claims are too many to compare by meaning without numpy",
            hint="pip install numpy",
        )
    found = []
    for row in ours:
        products = ((sum(map(operator.mul, row, other)), -number) for number, other in enumerate(theirs))
        found.append([(product, -number) for product, number in heapq.nlargest(count, products)])
    return found


def _nearest_by_blocks(numpy: Any, ours: Any, theirs: Any, count: int) -> Iterator[Near]:
    total = len(theirs)
    kept, height = min(count, total), max(1, BLOCK // total)
    order = numpy.arange(total - 1, -1, -1)
    for start in range(0, len(ours), height):
        # One number holds the product and, behind it, the place in the order: no two are equal.
        keys = (ours[start : start + height] @ theirs.T).astype(numpy.int64) * total + order
        best = numpy.partition(keys, total - kept, axis=1)[:, total - kept :]
        best.sort(axis=1)
        for row in best[:, ::-1].tolist():
            yield [(key // total, total - 1 - key % total) for key in row]


# --- claims ----------------------------------------------------------------------------------------------------------

NEIGHBOURS = 5
"""
How near the claims around a pair lie is told by the mean of so many nearest others on either side. Conneau et al.
(2018, "Word translation without parallel data") take ten of a dictionary; a report has a few dozen claims.
"""

UNKNOWN = 0.4
"""
The cosine that stands in for neighbours that a report is too short to have: about what the nearest others had in the
reports that this was measured on, .26 to .54 with either model.
"""

LOOKED_AT = 16
"""How many of the nearest claims of the other side are looked at for one claim: as many as shared words name."""

FAR, SAME = 0.10, 0.25
"""
By how much the cosine of a pair exceeds those around it where that begins to tell, and where it tells all it can. Of
pairs that are not the same claim about 99 in 100 stay below the first; of those that are, half exceed the second.
"""

CLEAR = 0.05
"""
A pair leads clearly if no rival comes nearer to either claim than this far behind, in cosines: a tenth of the way from
what has nothing in common to what is the same in other words.
"""

SCALE = 1000
"""Evidence is counted in so many steps."""

_WHOLE = STEPS * STEPS


class Meaning:
    """
    How near the claims of two reports lie in meaning.

    A cosine alone says little: models differ in how near they put what has nothing in common, and claims of one story
    lie near one another. What counts is how much nearer two claims lie than those around them do (cross-domain
    similarity local scaling, Conneau et al. 2018, without the pair itself).

    Args:
        encoder: Gives the vectors.
        ours, theirs: The claims of either side, each in several wordings that count alike; as many for each.
    """

    def __init__(self, encoder: Encoder, ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> None:
        texts = list(dict.fromkeys(text for side in (ours, theirs) for wordings in side for text in wordings))
        place = {text: number for number, text in enumerate(texts)}
        known = vectors(encoder, texts)
        both = [
            _whole(_sums(known, [[place[text] for text in wordings] for wordings in side])) for side in (ours, theirs)
        ]
        self._near = (nearest(both[0], both[1], LOOKED_AT), nearest(both[1], both[0], LOOKED_AT))

    def pairs(self) -> dict[tuple[int, int], int]:
        """The pairs for whose being the same their nearness speaks, and how much of `SCALE`."""
        found = {}
        for side, lists in enumerate(self._near):
            for number, near in enumerate(lists):
                for product, other in near:
                    pair = (number, other) if side == 0 else (other, number)
                    if pair not in found:
                        found[pair] = self._evidence(*pair, product)
        return {pair: evidence for pair, evidence in sorted(found.items()) if evidence > 0}

    def _evidence(self, x: int, y: int, product: int) -> int:
        around = self._around(0, x, y) + self._around(1, y, x)
        excess = (product - around / (2 * NEIGHBOURS)) / _WHOLE
        return round(SCALE * min(1.0, max(0.0, (excess - FAR) / (SAME - FAR))))

    def _around(self, side: int, number: int, partner: int) -> int:
        others = [product for product, other in self._near[side][number] if other != partner][:NEIGHBOURS]
        return sum(others) + round(UNKNOWN * _WHOLE) * (NEIGHBOURS - len(others))

    def lead(self, x: int, y: int, rivals: Callable[[int, int], bool]) -> float:
        """
        By how much the cosine of a pair exceeds those of its *rivals*, of all pairs of either claim in question.

        Below zero if a rival is nearer; 1 where there is none among the `LOOKED_AT` nearest.
        """
        products = [product for product, other in self._near[0][x] if other == y]
        products += [product for product, other in self._near[1][y] if other == x]
        near = [product for product, other in self._near[0][x] if other != y and rivals(x, other)]
        near += [product for product, other in self._near[1][y] if other != x and rivals(other, y)]
        return (products[0] - max(near)) / _WHOLE if near else 1.0


def _sums(known: Any, rows: Sequence[Sequence[int]]) -> Any:
    """For each of *rows* the sum of the vectors with these numbers."""
    columns = list(zip(*rows, strict=True))
    if isinstance(known, list):
        return [[sum(values) for values in zip(*(known[number] for number in row), strict=True)] for row in rows]
    return sum(known[list(column)] for column in columns)

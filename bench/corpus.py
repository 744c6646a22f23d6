"""Synthetic reports for the benchmarks: words drawn with a fixed seed, claims of about fifteen fields."""

from __future__ import annotations

import random

from attrs import evolve

import claimtrack as ct
from claimtrack import model
from claimtrack.text import Span

_SYLLABLES = ["ka", "lo", "mi", "ren", "tu", "vas", "no", "per", "shi", "dal", "or", "em", "quin", "za", "bel", "gru"]


def words(random_: random.Random, count: int) -> list[str]:
    """A vocabulary of *count* words."""
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(random_.choice(_SYLLABLES) for _ in range(random_.randint(2, 4))))
    return sorted(found)


def report(name: str, claims: int, *, seed: int = 0, vocabulary: int = 4000) -> model.Report:
    """A report of *claims* claims, one a sentence, by twenty speakers, with rare words rarer than common ones."""
    random_ = random.Random(f"{seed}")
    known = words(random_, vocabulary)
    weights = [1 / (rank + 2) for rank in range(vocabulary)]
    sentences, at, spans = [], 0, []
    for _ in range(claims):
        sentence = " ".join(random_.choices(known, weights, k=random_.randint(8, 16))).capitalize() + "."
        spans.append(Span(at, at + len(sentence)))
        sentences.append(sentence)
        at += len(sentence) + 1
    text = " ".join(sentences)

    def anchor(start: int, end: int) -> model.Anchor:
        return model.Anchor(
            Span(start, end),
            text[start:end],
            prefix=text[max(0, start - 12) : start] or None,
            suffix=text[end : end + 12],
        )

    made = []
    for index, (span, sentence) in enumerate(zip(spans, sentences, strict=True)):
        first = span.start + sentence.index(" ")
        made.append(
            model.Claim(
                id=f"claim-{index}",
                kind=random_.choice(model.KINDS),
                content=(anchor(first + 1, span.end - 1),),
                proposition=sentence.lower(),
                attribution=model.Attribution(
                    speakers=(f"speaker-{random_.randrange(20)}",),
                    mention=(anchor(span.start, first),),
                    cue=(anchor(span.start, first),),
                    mode="indirect",
                ),
                certainty=random_.choice(["CT+", "PR+", "PS+", "CT-", "Uu"]),
                conditions=(model.Condition("if", anchor(first + 1, span.end - 1)),) if index % 5 == 0 else (),
                time=(model.Time("2025-12"),) if index % 4 == 0 else (),
                tags=("defence", "europe"),
                relations=(model.Relation("supports", f"claim-{index - 1}"),) if index % 6 == 1 else (),
                origin=model.Origin(annotator="editor", status="manual", confidence=80, rules=("seed",)),
            )
        )
    return model.Report(
        id=name,
        document=model.Document(id=f"{name}-text", text=text + "\n", language="en", published="2025-12-15"),
        annotators=(model.Annotator(id="editor", name="An editor"),),
        speakers=tuple(model.Speaker(id=f"speaker-{n}", name=f"Speaker {known[n]}") for n in range(20)),
        claims=tuple(made),
    )


def edited(base: model.Report, name: str, *, seed: int = 1, share: float = 0.2, keep_ids: bool = False) -> model.Report:
    """*base* in a new order, a *share* of the words replaced in a *share* of its claims; under new ids unless kept."""
    random_ = random.Random(f"{seed}")
    known = words(random.Random("0"), 4000)
    claims = []
    for claim in base.claims:
        assert claim.proposition is not None
        proposition = claim.proposition.split()
        if random_.random() < share:
            for place in range(len(proposition)):
                if random_.random() < share:
                    proposition[place] = random_.choice(known)
        changed = evolve(claim, proposition=" ".join(proposition))
        claims.append(changed if keep_ids else evolve(changed, id=f"later-{claim.id}", relations=()))
    random_.shuffle(claims)
    document = evolve(base.document, id=f"{name}-text")
    return evolve(base, id=name, document=document, claims=tuple(claims))


def corpus(claims: int, *, size: int = 30) -> bytes:
    """A corpus of *claims* claims in JSON Lines, *size* a report."""
    return b"".join(ct.dumps(report(f"report-{n}", size, seed=n), line=True) for n in range(claims // size))

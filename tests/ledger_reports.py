"""Reports for tests of the ledger: from a few words each, given by hand or in files of cases."""

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

from claimtrack.codec import complete
from claimtrack.ledger import Ledger

OUTLETS = {"post": "Harbour Post", "courier": "Evening Courier", "wire": "Meridian Wire", "gazette": "North Gazette"}


@contextmanager
def ledger_of(*reports):
    """A new ledger with reports, which is gone at the end."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "facts.db") as ledger:
        if reports:
            ledger.add_all(reports)
        yield ledger


def report(name, *claims, outlet="post", date=None, text=None, speakers=None, **document):
    """
    A report, completed from quotes.

    Args:
        name: Its id.
        claims: Each the words of one, said by the author, or a mapping: ``quote``, and perhaps ``id`` (else ``c1``,
            ``c2`` …), ``by`` (ids of speakers, or one), ``certainty`` (else ``CT+``), and what else a claim has.
        outlet: The id of its outlet; None for none.
        date: When it was published.
        text: Its text; else the quotes, each a sentence.
        speakers: By id, a name, or a mapping; an id that is not there is a person of that name.
        document: What else the document has.
    """
    told = [{"quote": claim} if isinstance(claim, str) else dict(claim) for claim in claims]
    cast, made = {}, []
    for number, claim in enumerate(told, 1):
        by = claim.pop("by", "author")
        by = [by] if isinstance(by, str) else list(by)
        for each in by:
            known = (speakers or {}).get(each, {"name": each})
            known = {"name": known} if isinstance(known, str) else known
            cast[each] = {"id": each, "kind": "author" if each == "author" else "person", **known}
        quote = claim.pop("quote")
        made.append(
            {
                "id": f"c{number}",
                "kind": "assertion",
                "content": [quote],
                "attribution": {"speakers": by},
                "certainty": "CT+",
                **claim,
            }
        )
        claim["quote"] = quote
    document = {
        "id": f"{name}-text",
        "text": text if text is not None else "\n".join(f"{claim['quote']}." for claim in told) or "Nothing is said.",
        "language": "en",
        **document,
    }
    if outlet is not None:
        document["publisher"] = {"id": outlet, "name": OUTLETS.get(outlet, outlet)}
    if date is not None:
        document["published"] = date
    completed = complete(
        json.dumps(
            {
                "id": name,
                "document": document,
                "annotators": [{"id": "desk", "kind": "person", "name": "Desk"}],
                "speakers": list(cast.values()),
                "claims": made,
            }
        )
    )
    assert completed.report is not None, completed.problems
    return completed.report


def refs(fact):
    """The claims that are sightings of a fact, as ``report#claim``."""
    return tuple("#".join(sighting.ref) for sighting in fact.sightings)


def groups(ledger):
    """The claims of each fact, as sets of ``report#claim``, in the order of the facts."""
    return [frozenset(refs(fact)) for fact in ledger.facts()]


def fact_of(ledger, claim):
    """The one fact that a claim, ``report#claim``, is a sighting of."""
    (found,) = [fact for fact in ledger.facts() if claim in refs(fact)]
    return found

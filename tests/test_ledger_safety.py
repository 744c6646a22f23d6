"""The ledger is safe: whatever is killed, full, locked, damaged or hostile, no report is lost and none is there half."""

import importlib.util
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import pytest
from attrs import evolve

import claimtrack as ct
from claimtrack import codec
from claimtrack.ledger import Ledger, _schema

ROOT = Path(__file__).parent.parent
FORKS = hasattr(os, "fork")
ROOTED = hasattr(os, "geteuid") and os.geteuid() == 0
needs_posix = pytest.mark.skipif(not FORKS, reason="needs fork and POSIX limits")


def dumped(reports, path):
    """The reports in a file."""
    codec.dump_stream(reports, path)
    return str(path)


@pytest.fixture(scope="module")
def story():
    """The thirty reports of a story that was made by hand, in the order of time."""
    data = json.loads((ROOT / "tests" / "cases" / "stories" / "harbour" / "story.json").read_text(encoding="utf-8"))
    found = [codec.complete(json.dumps(report)).report for report in data["reports"]]
    return sorted(found, key=lambda report: (str(report.document.published), report.id))


@pytest.fixture(scope="module")
def generated():
    """Reports from the benchmark's generator, in the order of time."""
    spec = importlib.util.spec_from_file_location("stories", ROOT / "bench" / "stories.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [report for report, _ in module.generate(24, 8, seed=11)]


class Worker:
    """The process of ledger_worker.py."""

    def __init__(self, warm):
        self.warm, self.process = warm, None

    def start(self, path, steps, reports=None, **options):
        """Give it a job."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "tests" / "ledger_worker.py", self.warm],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert self.heard() == {"ready": True}
        job = {"path": str(path), "reports": reports, "steps": steps, "options": options}
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        self.process.stdin.flush()
        self.pid = self.heard()["pid"]
        return self

    def heard(self):
        """The next thing that it says."""
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"ended": self.process.wait()}

    def rest(self):
        """All that it says until the job is at its end."""
        found = [self.heard()]
        while "ended" not in found[-1]:
            found.append(self.heard())
        return found

    def killed(self, after, delay):
        """Kill it so many seconds after it did so many steps; all that it said."""
        found = []
        while sum("done" in told or "kept" in told for told in found) < after:
            found.append(self.heard())
            if "ended" in found[-1]:
                return found
        time.sleep(delay)
        try:
            os.kill(self.pid, signal.SIGKILL if FORKS else signal.SIGTERM)
        except ProcessLookupError:
            pass
        return found + self.rest()

    def close(self):
        """End it."""
        if self.process is not None:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()


@pytest.fixture(scope="module")
def workers(story, tmp_path_factory):
    """Makes workers."""
    warm = dumped(story[:3], tmp_path_factory.mktemp("warm") / "warm.claims.jsonl")
    made = []

    def make():
        made.append(Worker(warm))
        return made[-1]

    yield make
    for worker in made:
        worker.close()


@pytest.fixture(scope="module")
def worker(workers):
    """One worker."""
    return workers()


def failures(told):
    """What failed, of what a worker said."""
    return [(each["failed"], each["message"]) for each in told if "failed" in each]


def state(ledger):
    """Everything that a ledger tells."""
    return ledger.reports(), ledger.facts(), ledger.speakers(), ledger.history(), ledger.check()


def alone(reports, folder):
    """What a fresh ledger tells that has these reports, added in the order in which they come."""
    with tempfile.TemporaryDirectory(dir=folder) as made, Ledger(Path(made) / "alone.db") as ledger:
        for report in reports:
            ledger.add(report)
        return state(ledger)


def without_revisions(told):
    """Without how often a report came in, which alone tells of the past."""
    return (tuple(evolve(entry, revision=1) for entry in told[0]), *told[1:])


# Killing --------------------------------------------------------------------------------------------------------------


class Scenario:
    """
    Steps for a worker, from a ledger with some reports on, and what a ledger tells after each of them.

    Args:
        folder: Where files may be.
        reports: The reports that the steps name by their places.
        before: Those that are in the ledger at the beginning.
        steps: What the worker does.
    """

    def __init__(self, folder, reports, before, steps):
        self.folder, self.reports, self.steps = Path(tempfile.mkdtemp(dir=folder)), reports, steps
        self.file = dumped(reports, self.folder / "reports.claims.jsonl")
        self.start = self.folder / "start.db"
        with Ledger(self.start) as ledger:
            for report in before:
                ledger.add(report)
        self.states = self.told()
        self.runs = 0

    def told(self):
        """What a ledger tells after each number of steps, if nothing else ever happens."""
        path = self.folder / "undisturbed.db"
        shutil.copy(self.start, path)
        with Ledger(path) as ledger:
            found = [state(ledger)]
            for step in self.steps:
                self.does(ledger, step)
                found.append(state(ledger))
            if not found[-1][3]:  # no decisions: then it does not matter how the reports came in
                fresh = alone([ledger.report(entry.id) for entry in found[-1][0]], self.folder)
                assert without_revisions(found[-1]) == without_revisions(fresh)
        return found

    def does(self, ledger, step):
        """One step, in this process."""
        name, *arguments = step
        if name == "add":
            for place in arguments:
                ledger.add(self.reports[place])
        else:
            getattr(ledger, name)(*arguments)

    def kill(self, worker, chance):
        """Kill a worker at some moment, and look at what is there then."""
        self.runs += 1
        path = self.folder / f"run-{self.runs}.db"
        shutil.copy(self.start, path)
        worker.start(path, self.steps, self.file)
        told = worker.killed(chance.randrange(len(self.steps)), chance.uniform(0, 0.05))
        assert not failures(told)
        done = sum("done" in each for each in told)
        with Ledger(path) as ledger:
            found = state(ledger)
            assert found in self.states[done : done + 2]
            if self.steps[0][0] == "add":  # it goes on from there as if nothing had been
                for step in self.steps[done:]:
                    self.does(ledger, step)
                assert without_revisions(state(ledger)) == without_revisions(self.states[-1])
        path.unlink()


def adding(folder, reports, chance):
    """Reports come in in the order of time."""
    return Scenario(folder, reports, [], [["add", place] for place in range(8)])


def late(folder, reports, chance):
    """Reports come in against the order of time: what follows each is tracked anew; and some come in once more."""
    early = chance.sample(range(8), 4)
    revised = [evolve(report, document=evolve(report.document, title="Again")) for report in reports[:8]]
    steps = [["add", place] for place in early] + [["add", 8 + place] for place in early[:2]]
    return Scenario(folder, [*reports[:8], *revised], reports[8:10], steps)


def removing(folder, reports, chance):
    """Reports are taken out."""
    return Scenario(folder, reports, reports[:9], [["remove", report.id] for report in chance.sample(reports[:9], 5)])


def deciding(folder, reports, chance):
    """A person decides what belongs together."""
    with tempfile.TemporaryDirectory(dir=folder) as made, Ledger(Path(made) / "a.db") as ledger:
        ledger.add_all(reports[:9])
        ids = [fact.id for fact in ledger.facts()]
        refs = ["#".join(fact.first.ref) for fact in ledger.facts()]
    steps = [
        ["merge", ids[0], ids[3]],
        ["separate", refs[1], refs[4]],
        ["pin", refs[5], ids[2]],
        ["separate", refs[0], refs[3]],
        ["merge", ids[1], ids[6]],
        ["pin", refs[7], ids[1]],
    ]
    return Scenario(folder, reports, reports[:9], steps)


SCENARIOS = (adding, late, removing, deciding)


def kill_while_tracking(worker, reports, folder, chance, known):
    """Kill a worker while it adds many reports, or tracks those that wait for it; nothing that was kept is lost."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    path, file = folder / "ledger.db", dumped(reports, folder / "reports.claims.jsonl")
    reports = reports[:12]
    count = len(reports)
    order = chance.sample(range(count), count)
    worker.start(path, [["add_all", *order]], file)
    told = worker.killed(chance.randrange(count + 1), chance.uniform(0, 0.1))
    kept = max((each["kept"] for each in told if "kept" in each), default=0)
    ended = [each for each in told if "done" in each]
    worker.start(path, [["refresh"], ["facts"]], file)  # which is killed as well
    told = worker.killed(0, chance.uniform(0, 0.2))
    assert not failures(told)
    with Ledger(path) as ledger:
        there = {entry.id for entry in ledger.reports()}
        assert there in ({reports[at].id for at in order[: kept + more]} for more in (0, 1))
        assert not ended or len(there) == count
        assert ledger.refresh() == 0
        assert state(ledger) == alone([report for report in reports if report.id in there], folder)
    shutil.rmtree(folder)


def prefix(reports, count, folder, known):
    """What a ledger tells that has the first reports."""
    if count not in known:
        known[count] = alone(reports[:count], folder)
    return known[count]


def kill_backup(worker, reports, folder, chance, known):
    """Kill a worker while it makes backups, over an older one: that or the new one is there, whole."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    path, copy = folder / "ledger.db", folder / "copy.db"
    with Ledger(path) as ledger:
        ledger.add_all(reports[:3])
        ledger.backup(copy)
        ledger.add_all(reports[3:6])
    states = [prefix(reports, count, folder, known) for count in (3, 6)]
    worker.start(path, [["backup", str(copy)]] * 5)
    told = worker.killed(chance.randrange(3), chance.uniform(0, 0.02))
    assert not failures(told)
    with Ledger(copy) as ledger:
        assert state(ledger) in (states if not any("done" in each for each in told) else states[1:])
    with Ledger(path) as ledger:
        assert state(ledger) == states[1]
        ledger.backup(copy)
    shutil.rmtree(folder)


def kill_making(worker, reports, folder, chance, known):
    """Kill a worker while it makes ledgers: each is one, or can become one."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    paths = [folder / f"{number}.db" for number in range(40)]
    paths[-1].touch()
    worker.start(folder, [["make", str(path)] for path in paths])
    told = worker.killed(chance.randrange(30), chance.uniform(0, 0.02))
    assert not failures(told)
    done = sum("done" in each for each in told)
    for path in paths[max(done - 3, 0) : done + 1]:
        with Ledger(path, create=path not in paths[:done]) as ledger:
            ledger.add(reports[0])
            assert state(ledger) == prefix(reports, 1, folder, known)
    shutil.rmtree(folder)


def kills(worker, reports, folder, each, seed):
    """Kill a worker in all ways, *each* times; how often that was."""
    chance = random.Random(seed)
    known = {}
    for make in SCENARIOS:
        scenario = make(folder, reports, chance)
        for _ in range(each):
            scenario.kill(worker, chance)
    for kill in (kill_while_tracking, kill_backup, kill_making):
        for _ in range(each):
            kill(worker, reports, folder, chance, known)
    return each * (len(SCENARIOS) + 3)


def test_killed_at_any_moment_a_ledger_has_every_report_that_was_added_and_no_half_one(worker, story, tmp_path):
    assert kills(worker, story, tmp_path, 2, seed=1) == 14


@pytest.mark.large
def test_killed_two_hundred_times_a_ledger_has_every_report_that_was_added(worker, story, generated, tmp_path):
    started = time.monotonic()
    count = sum(kills(worker, reports, tmp_path, 15, seed) for seed, reports in enumerate((story, generated), 2))
    assert count >= 200
    print(f"{count} kills in {time.monotonic() - started:.0f} s")  # noqa: T201

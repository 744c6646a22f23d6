"""The ledger is safe: whatever is killed, full, locked or damaged, no report is lost and none is there half."""

import contextlib
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

from claimtrack import codec
from claimtrack.errors import ClaimtrackError, LockedLedger, NotInLedger, UnusableLedger
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
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL if FORKS else signal.SIGTERM)
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
        firsts = {fact.first.report_id: fact for fact in ledger.facts()}  # one fact of each report
    ids = [fact.id for fact in firsts.values()]
    refs = ["#".join(fact.first.ref) for fact in firsts.values()]
    steps = [
        ["merge", ids[0], ids[3]],
        ["separate", refs[1], refs[4]],
        ["pin", refs[4], ids[2]],
        ["separate", refs[0], refs[3]],
        ["merge", ids[1], ids[3]],
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


def of_two_reports(ledger):
    """The ids of two facts that begin in two reports."""
    facts = ledger.facts()
    return facts[0].id, next(fact.id for fact in facts if fact.first.report_id != facts[0].first.report_id)


# Several at once ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 4])
def test_processes_that_add_at_once_to_a_file_that_none_has_made_all_succeed(workers, story, tmp_path, count):
    path, file = tmp_path / "ledger.db", dumped(story[:12], tmp_path / "reports.claims.jsonl")
    working = [workers().start(path, [], file) for _ in range(count)]  # once, so that all are ready
    for worker in working:
        worker.rest()
    for number, worker in enumerate(working):
        worker.start(path, [["add", place] for place in range(number, 12, count)], file, timeout=60)
    for worker in working:
        told = worker.rest()
        assert not failures(told)
        assert told[-1] == {"ended": 0}

    with Ledger(path) as ledger:
        assert state(ledger) == alone(story[:12], tmp_path)


def test_of_two_that_write_at_once_one_waits_and_is_told_and_nothing_of_its_report_is_there(worker, story, tmp_path):
    path, file = tmp_path / "ledger.db", dumped(story[:3], tmp_path / "reports.claims.jsonl")
    with Ledger(path) as ledger:
        ledger.add(story[0])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with Ledger(path, timeout=0.1) as ledger:
        for use in (
            lambda: ledger.add(story[1]),
            lambda: ledger.add_all(story[1:3]),
            lambda: ledger.remove(story[0].id),
        ):
            with pytest.raises(LockedLedger, match=r"is locked by another process, and was for 0\.1 s"):
                use()
        assert [entry.id for entry in ledger.reports()] == [story[0].id]
        told = worker.start(path, [["add", 1], ["facts"]], file, timeout=0.1).rest()
        assert [kind for kind, _ in failures(told)] == ["LockedLedger"]
        assert "done" in told[1]
        other.execute("ROLLBACK")
        other.close()
        ledger.add_all(story[1:3])
        assert state(ledger) == alone(story[:3], tmp_path)


@pytest.mark.parametrize("read_only", [False, True])
def test_readers_see_whole_states_only_while_another_process_writes(worker, story, tmp_path, read_only):
    path, file = tmp_path / "ledger.db", dumped(story[:8], tmp_path / "reports.claims.jsonl")
    known = []
    with Ledger(tmp_path / "known.db") as ledger:
        for report in story[:8]:
            ledger.add(report)
            known.append(ledger.facts())
    with Ledger(path) as ledger:
        ledger.add(story[0])
    seen = []
    with Ledger(path, read_only=read_only) as ledger:
        worker.start(path, [["add", place] for place in range(1, 8)], file)
        while not seen or seen[-1] < 7:
            facts = ledger.facts()
            assert facts in known
            seen.append(known.index(facts))
    assert worker.rest()[-1] == {"ended": 0}

    assert seen == sorted(seen)


def test_what_another_process_tracks_is_waited_for_by_one_who_asks(worker, story, tmp_path):
    """A late report makes others wait for a moment; nobody is told that their facts are gone."""
    path, file = tmp_path / "ledger.db", dumped(story[:10], tmp_path / "reports.claims.jsonl")
    with Ledger(path) as ledger:
        ledger.add_all(story[1:10])
        fewest = len(ledger.facts())
        worker.start(path, [["add_all", 0]], file)
        told, counts = {}, []
        while "ended" not in told:
            counts.append((len(ledger.reports()), len(ledger.facts())))
            told = worker.heard() if len(counts) > 3 else told
        assert {count for count, _ in counts} <= {9, 10}
        assert min(facts for _, facts in counts) >= fewest - 1  # two may become one
        assert state(ledger) == alone(story[:10], tmp_path)


def test_two_ledgers_on_one_file_in_turn_never_go_by_what_they_remember(story, tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as one, Ledger(path) as other:
        for number, report in enumerate(story[:12]):
            (one if number % 2 else other).add(report)
        other.remove(story[2].id)
        one.add(story[12])
        other.add(evolve(story[12], document=evolve(story[12].document, title="Again")))
        one.add(story[2])
        other.remove(story[12].id)
        one.add(story[13])
        assert without_revisions(state(one)) == alone([*story[:12], story[13]], tmp_path)
        assert state(one) == state(other)
        other.merge(*of_two_reports(one))
        assert state(one) == state(other)
        assert len(one.history()) == 1


def test_a_ledger_says_whose_it_is_to_another_thread(story, tmp_path):
    told = []

    def use(ledger):
        for call in (
            ledger.facts,
            ledger.check,
            ledger.close,
            lambda: ledger.add(story[1]),
            lambda: ledger.backup("x"),
        ):
            try:
                call()
            except ClaimtrackError as error:
                told.append(error)

    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(story[0])
        thread = threading.Thread(target=use, args=(ledger,))
        thread.start()
        thread.join()
        assert len(ledger.reports()) == 1
        ledger.add(story[1])

    assert [type(error) for error in told] == [UnusableLedger] * 5
    assert "was opened by another thread" in str(told[0])
    assert "open the ledger in each thread" in str(told[0])


@needs_posix
def test_a_ledger_that_was_opened_before_a_fork_is_not_used_after_it(worker, story, tmp_path):
    path, file = tmp_path / "ledger.db", dumped(story[:3], tmp_path / "reports.claims.jsonl")

    told = worker.start(path, [["add", 0], ["fork"], ["add", 1], ["fork"], ["add", 2]], file).rest()

    assert [each["told"] for each in told if "done" in each] == [["added"], 0, ["added"], 0, ["added"]]
    with Ledger(path) as ledger:
        assert state(ledger) == alone(story[:3], tmp_path)


def test_a_ledger_that_was_closed_says_so(story, tmp_path):
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(story[0])
    ledger.close()

    for use in (ledger.facts, ledger.check, ledger.history, lambda: ledger.add(story[1]), lambda: ledger.backup("x")):
        with pytest.raises(UnusableLedger, match="was closed"):
            use()


# Interrupts -----------------------------------------------------------------------------------------------------------


class Interrupting:
    """Raises KeyboardInterrupt at the given one of the calls and returns within, as Ctrl-C may."""

    def __init__(self, at):
        self.left = at

    def __enter__(self):
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def _count(self, frame, event, argument):
        if event in {"call", "return"} and frame.f_globals["__name__"].startswith(("claimtrack", "contextlib")):
            self._down()

    def _down(self):
        self.left -= 1
        if self.left == 0:
            sys.setprofile(None)
            raise KeyboardInterrupt


def interrupted(use, at):
    """Use something and interrupt it; whether there was time to."""
    try:
        with Interrupting(at):
            use()
    except KeyboardInterrupt:
        return True
    return False


def interruptions(use, most, chance):
    """Some of the moments at which *use* can be interrupted, all of the first and last ones among them."""
    with Interrupting(10**9) as counter:
        use()
    count = 10**9 - counter.left
    ends = 60 if most > 60 else most // 3
    middle = chance.sample(range(ends, max(count - ends, ends + 1)), min(most, max(count - 2 * ends, 0)))
    return sorted({*range(1, ends), *middle, *range(max(count - ends, 1), count + 1)})


@pytest.mark.parametrize("most", [12, pytest.param(1500, marks=pytest.mark.large)])
def test_interrupted_between_any_two_calls_a_ledger_can_be_used_on(story, tmp_path, most):
    chance = random.Random(5)
    before, new = story[:3], story[3]
    states = [alone(before, tmp_path), alone([*before, new], tmp_path)]
    start = tmp_path / "start.db"
    with Ledger(start) as ledger:
        ledger.add_all(before)
    shutil.copy(start, tmp_path / "count.db")
    with Ledger(tmp_path / "count.db") as ledger:
        ledger.facts()
        moments = interruptions(lambda: ledger.add(new), most, chance)
    kept = []
    for at in moments:
        path = tmp_path / f"{at}.db"
        shutil.copy(start, path)
        with Ledger(path) as ledger:
            ledger.facts()
            try:
                with Interrupting(at):
                    ledger.add(new)
            except KeyboardInterrupt as error:
                kept.append(error)  # with all that its trace refers to, as a debugger would
            # The same object goes on, and what it adds now stays.
            ledger.add(new)
            assert state(ledger) == states[1]
        with Ledger(path) as ledger:
            assert state(ledger) == states[1]
        path.unlink()
        del kept[:-3]
    assert len(kept) == 3


def test_what_was_interrupted_undoes_nothing_when_it_is_let_go_of_in_the_midst_of_something_else(
    story, tmp_path, monkeypatch
):
    kept, dumps = [], codec.dumps

    def letting_go(*arguments, **options):  # which is called within a transaction
        kept.clear()
        return dumps(*arguments, **options)

    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(story[0])
        for at in range(20, 70):
            try:
                with Interrupting(at):
                    ledger.add(story[1])
            except KeyboardInterrupt as error:
                kept.append(error)
            with monkeypatch.context() as patched:
                patched.setattr(codec, "dumps", letting_go)
                assert ledger.add(story[1]).result in ("added", "unchanged")
            assert not kept
            ledger.remove(story[1].id)
        ledger.add(story[1])
        assert without_revisions(state(ledger)) == without_revisions(alone(story[:2], tmp_path))


def test_interrupted_while_asking_a_ledger_answers_the_next_question(story, tmp_path):
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add_all(story[:4])
        facts = ledger.facts()
        for at in range(1, 400, 23):
            interrupted(ledger.facts, at)
            with Ledger(tmp_path / "ledger.db") as other:  # no lock is left
                other.add(story[4])
                assert len(ledger.reports()) == 5
                other.remove(story[4].id)
            assert ledger.facts() == facts


@needs_posix
@pytest.mark.parametrize("step", ["add", "add_all"])
def test_interrupted_by_a_signal_a_ledger_loses_nothing_and_goes_on(worker, story, tmp_path, step):
    chance = random.Random(3)
    path, file = tmp_path / "ledger.db", dumped(story[:10], tmp_path / "reports.claims.jsonl")
    steps = [["add", place] for place in range(10)] if step == "add" else [["add_all", *range(9, -1, -1)]]
    worker.start(path, [*steps, ["facts"]], file)
    told = [worker.heard()]
    for _ in range(6):
        if "ended" in told[-1]:
            break
        time.sleep(chance.uniform(0, 0.02))
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGINT)
        told.append(worker.heard())
        while not {"interrupted", "ended"} & set(told[-1]):
            told.append(worker.heard())
        if "ended" not in told[-1]:
            told.append(worker.heard())
    told += [] if "ended" in told[-1] else worker.rest()

    assert any("interrupted" in each for each in told)
    with Ledger(path) as ledger:
        done = [each["done"] for each in told if "done" in each]
        if step == "add":
            assert {story[number].id for number in done if number < 10} <= {entry.id for entry in ledger.reports()}
        ledger.add_all(story[:10])
        assert state(ledger) == alone(story[:10], tmp_path)


# Full disks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes."""
    if not ROOTED or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_fills_up_is_told_and_leaves_nothing_half(small_disk, story, tmp_path):
    path, ballast = small_disk / "ledger.db", small_disk / "ballast"
    ballast.write_bytes(b"." * 1_000_000)
    with Ledger(path) as ledger:
        told = []
        for report in story:
            before = {entry.id for entry in ledger.reports()}
            try:
                ledger.add(report)
            except UnusableLedger as error:
                told.append(error)
                assert {entry.id for entry in ledger.reports()} == before
            if len(told) > 2:
                break
        assert len(told) == 3
        assert "full" in str(told[0])
        there = [report for report in story if report.id in before]
        assert there
        assert state(ledger) == alone(there, tmp_path)
        with pytest.raises(UnusableLedger, match="full"):
            ledger.backup(small_disk / "copy.db")
        assert sorted(each.name for each in small_disk.iterdir() if "copy" in each.name) == []

        ballast.unlink()
        more = story[: len(there) + 3]
        ledger.add_all(more)
        assert state(ledger) == alone(more, tmp_path)
    with Ledger(path) as ledger:
        assert state(ledger) == alone(more, tmp_path)


@pytest.mark.parametrize("room", [0, 100, 5000])
def test_on_a_full_disk_no_ledger_is_made_and_the_file_can_become_one(small_disk, story, tmp_path, room):
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"." * 4096)
    os.truncate(ballast, ballast.stat().st_size // 4096 * 4096 - room)
    with pytest.raises(UnusableLedger) as caught:
        Ledger(small_disk / "ledger.db").add(story[0])
    assert "full" in str(caught.value)

    ballast.unlink()
    with Ledger(small_disk / "ledger.db") as ledger:
        ledger.add(story[0])
        assert state(ledger) == alone(story[:1], tmp_path)


@needs_posix
def test_a_limit_of_the_size_of_files_is_told_and_leaves_nothing_half(worker, story, tmp_path):
    path, file = tmp_path / "ledger.db", dumped(story[:12], tmp_path / "reports.claims.jsonl")
    for room in (0, 4096, 20_000, 50_000, 90_000):
        with Ledger(path) as ledger:
            ledger.add_all(story[:3])
        size = path.stat().st_size
        steps = [["open"], ["limit", size + room - 300_000 if room else 0]]
        steps += [["add", place] for place in range(3, 8)]
        steps += [["limit", None], ["add", *range(3, 10)], ["facts"]]
        told = worker.start(path, steps, file).rest()
        assert told[-1] == {"ended": 0}
        assert failures(told)
        assert {kind for kind, _ in failures(told)} == {"UnusableLedger"}
        assert all("full" in message or "cannot be" in message for _, message in failures(told))
        assert {len(steps) - 1, len(steps) - 2} <= {each.get("done") for each in told}
        with Ledger(path) as ledger:
            assert state(ledger) == alone(story[:10], tmp_path)
        path.unlink()


def test_a_ledger_that_may_not_grow_is_told_to_be_full_at_whatever_page(story, tmp_path, monkeypatch):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(story[0])
    states = [alone(story[:1], tmp_path), alone(story[:2], tmp_path)]
    pages = path.stat().st_size // 4096
    connect = sqlite3.connect

    def bounded(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute(f"PRAGMA max_page_count = {most}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", bounded)
    found = []
    for more in range(0, 60, 3):
        most = pages + more
        with Ledger(path) as ledger:
            try:
                ledger.add(story[1])
            except UnusableLedger as error:
                found.append(error.message)
            most = pages + 100
            assert state(ledger) == states["full" not in "".join(found[more // 3 :])]
        if len(found) <= more // 3:
            break

    assert found
    assert len(found) < 20
    assert {message for message in found if "the disk is full" not in message} == set()


# What is no ledger, or none that can be used --------------------------------------------------------------------------


def made(path, story, count=2):
    """A ledger."""
    with Ledger(path) as ledger:
        ledger.add_all(story[:count])
    return path


def sql(path, script):
    """Change a file past claimtrack."""
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


def zipped(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "a" * 1000)


NO_LEDGERS = {
    "text": (lambda path: path.write_text("Facts are here.\n" * 50), "not an SQLite file"),
    "short text": (lambda path: path.write_text("x"), "not an SQLite file"),
    "zip": (zipped, "not an SQLite file"),
    "of another program": (
        lambda path: sql(path, "CREATE TABLE places (id); INSERT INTO places VALUES (1)"),
        "no ledger",
    ),
    "another application": (lambda path: sql(path, "PRAGMA application_id = 7; CREATE TABLE facts (id)"), "no ledger"),
    "half a header": (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(30)), "no ledger"),
    "only a header": (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(5000)), "no ledger"),
    "nothing but its mark": (
        lambda path: sql(path, f"PRAGMA application_id = {_schema.APPLICATION_ID}; CREATE TABLE a (b)"),
        "damaged: its version is 0",
    ),
    "marked and numbered": (
        lambda path: sql(path, f"PRAGMA application_id = {_schema.APPLICATION_ID}; PRAGMA user_version = 1"),
        "damaged",
    ),
}


@pytest.mark.parametrize("kind", NO_LEDGERS)
@pytest.mark.parametrize("options", [{}, {"create": False}, {"read_only": True}])
def test_what_is_no_ledger_is_refused_and_left_as_it_is(story, tmp_path, kind, options):
    path = tmp_path / "file.db"
    make, told = NO_LEDGERS[kind]
    make(path)
    before = path.read_bytes()

    with pytest.raises(UnusableLedger, match=told) as caught:
        Ledger(path, **options)

    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["file.db"]


def test_an_empty_file_becomes_a_ledger_where_one_may_be_made(story, tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(UnusableLedger, match="is empty: there is no ledger in it"):
            Ledger(path, **options)
        assert path.read_bytes() == b""
    made(path, story)
    with Ledger(path, create=False) as ledger:
        assert state(ledger) == alone(story[:2], tmp_path)


def test_folders_pipes_missing_files_and_names_that_are_none(tmp_path):
    cases = [(tmp_path, "is a folder"), ("", "is a folder"), (tmp_path / "a" / "b.db", "there is no folder")]
    cases += [("a\0b", "is no name of a file"), (tmp_path / ("n" * 300), "name too long")]
    if FORKS:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "circle").symlink_to(tmp_path / "circle")
        cases += [(tmp_path / "pipe", "no file that can be"), (tmp_path / "circle", "(?i)symbolic links")]
        cases += [(tmp_path / "pipe" / "a.db", "Not a directory"), ("/dev/null", "no file that can be")]
    for path, told in cases:
        for options in ({}, {"create": False}, {"read_only": True}):
            with pytest.raises(UnusableLedger, match=f"{told}|there is no ledger"):
                Ledger(path, **options)
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(UnusableLedger, match="there is no ledger"):
            Ledger(tmp_path / "none.db", **options)
    assert not (tmp_path / "none.db").exists()


ODD_NAMES = ["a b.db", "100%.db", "%41%00.db", "a#b.db", "fäcts 事実 🙂.db", "a&immutable=1", "';--", "-x"]
ODD_NAMES += ["a?mode=ro.db", '"'] if FORKS else []  # which Windows has not


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_path_may_have_any_characters(story, tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    path = made(folder / name, story)
    assert sorted(each.name for each in folder.iterdir()) == [name]
    with Ledger(path, read_only=True) as ledger:
        assert len(ledger.reports()) == 2
        ledger.backup(folder / f"copy of {name}")
    with Ledger(folder / f"copy of {name}") as ledger:
        assert state(ledger) == alone(story[:2], tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is text")
def test_a_name_that_is_no_text_and_links_are_followed(story, tmp_path):
    path = made(Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.db")), story)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with Ledger(link) as one, Ledger(path) as other:
        one.add(story[2])
        other.add(story[3])
        with pytest.raises(UnusableLedger, match="the ledger itself"):
            one.backup(path)
        assert state(one) == state(other) == alone(story[:4], tmp_path)
    dangling = tmp_path / "dangling.db"
    dangling.symlink_to(tmp_path / "target.db")
    made(dangling, story)
    assert (tmp_path / "target.db").is_file()
    assert dangling.is_symlink()


def test_one_of_a_newer_version_is_refused(story, tmp_path):
    path = made(tmp_path / "ledger.db", story)
    sql(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    for options in ({}, {"read_only": True}):
        with pytest.raises(UnusableLedger, match="is a ledger of version 99, this package knows 1"):
            Ledger(path, **options)
    assert path.read_bytes() == before


@needs_posix
@pytest.mark.parametrize("closed", [True, False])
def test_a_folder_and_a_file_that_cannot_be_written_are_read_and_told_to_be_so(worker, story, closed):
    """As somebody who has no right to write, which root always has."""
    folder = Path(tempfile.mkdtemp())
    try:
        path, file = made(folder / "ledger.db", story, 3), dumped(story[:5], folder / "reports.claims.jsonl")
        others = None if closed else Ledger(path)
        if others is not None:
            others.add(story[3])
        path.chmod(0o444)
        for name in folder.iterdir():
            name.chmod(0o444)
        folder.chmod(0o555)
        nobody = [["nobody"]] if ROOTED else []
        told = worker.start(path, [*nobody, ["facts"], ["add", 2], ["backup", str(folder / "a")]], file, read_only=True)
        told = told.rest()
        if closed:
            assert [each["told"] for each in told if "told" in each][-1] > 3
            assert "open for reading only" in failures(told)[0][1]
            assert [kind for kind, _ in failures(told)] == ["UnusableLedger"] * 2
        else:
            assert {kind for kind, _ in failures(told)} == {"UnusableLedger"}
        told = worker.start(path, [*nobody, ["add", 4], ["add", 4]], file).rest()
        assert failures(told)
        assert {kind for kind, _ in failures(told)} <= {"UnusableLedger"}
        told = worker.start(folder / "new.db", [*nobody, ["add", 3]], file).rest()
        assert [kind for kind, _ in failures(told)] == ["UnusableLedger"]
        if others is not None:
            others.close()
        with Ledger(path, read_only=True) as ledger:
            assert len(ledger.reports()) == (3 if closed else 4)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


# Damage and malice ----------------------------------------------------------------------------------------------------

USES = {
    "facts": lambda ledger, story: ledger.facts(),
    "speakers": lambda ledger, story: ledger.speakers(),
    "report": lambda ledger, story: [ledger.report(entry.id) for entry in ledger.reports()],
    "since": lambda ledger, story: ledger.since("2025-01-01"),
    "search": lambda ledger, story: ledger.search("barrier"),
    "history": lambda ledger, story: ledger.history(),
    "add": lambda ledger, story: ledger.add(evolve(story[9], id="another")),
    "remove": lambda ledger, story: ledger.remove(story[0].id),
    "merge": lambda ledger, story: ledger.merge(*of_two_reports(ledger)),
    "check": lambda ledger, story: ledger.check(),
}


def used(path, story, names=tuple(USES), **options):
    """Use a ledger that may be damaged in all ways; what was told, and the answers."""
    told, answers = [], []
    for name in names:
        use = USES[name]
        try:
            with Ledger(path, **options) as ledger:
                answers.append((name, use(ledger, story)))
        except ClaimtrackError as error:  # nothing else may come
            told.append(error)
    return told, dict(reversed(answers))  # the first answer of each kind


@pytest.mark.parametrize("read_only", [True, False])
def test_a_ledger_that_was_cut_off_is_told_to_be_damaged(story, tmp_path, read_only):
    whole = made(tmp_path / "whole.db", story, 9).read_bytes()
    for size in (50, 99, 101, 4096, 5000, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        path = tmp_path / f"{size}.db"
        path.write_bytes(whole[:size])
        told, answers = used(path, story, read_only=read_only)
        assert told or answers["check"] or size == len(whole) - 1  # which may be room that nothing stands in
        assert all("SQLite says" not in str(error) for error in told)
        assert path.read_bytes() == whole[:size] or not read_only


@pytest.mark.parametrize("runs", [12, pytest.param(1000, marks=pytest.mark.large)])
def test_a_ledger_with_flipped_bytes_gives_the_reports_that_were_added_or_is_told_to_be_damaged(story, tmp_path, runs):
    whole = made(tmp_path / "whole.db", story, 9).read_bytes()
    with Ledger(tmp_path / "whole.db") as ledger:
        right = [ledger.report(entry.id) for entry in ledger.reports()]
    chance = random.Random(1)
    for number in range(runs):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 1, 3, 40])):
            data[chance.choice([chance.randrange(len(data)), chance.randrange(100)])] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{number}.db"
        path.write_bytes(data)
        told, answers = used(path, story, ("check", "report", *USES))
        if not told and answers["check"] == ():
            assert answers["report"] == right
        for each in tmp_path.glob(f"{number}.db*"):
            each.unlink()


FEW = ("facts", "add")

WRONG = ("x", "", "{}", "[]", "[1]", '[{"a": 1}]', "null", "[[1, 2, 3]]", '"x"', 7, -1, 1.5, b"\xff\xfe", "9" * 400)


@pytest.mark.parametrize("most", [1, pytest.param(99, marks=pytest.mark.large)])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("reports", "data"),
        ("reports", "sha256"),
        ("reports", "published"),
        ("reports", "order_key"),
        ("reports", "place"),
        ("reports", "title"),
        ("claims", "spans"),
        ("claims", "certainty"),
        ("claims", "kind"),
        ("claims", "likelihood"),
        ("claims", "wordings"),
        ("claims", "quote"),
        ("claims", "tags"),
        ("claims", "id"),
        ("report_speakers", "details"),
        ("report_speakers", "kind"),
        ("facts", "words"),
        ("facts", "first"),
        ("sightings", "changes"),
        ("sightings", "rule"),
        ("sightings", "score"),
        ("sightings", "against"),
        ("sightings", "claim"),
        ("states", "sightings"),
        ("states", "evidence"),
        ("states", "status"),
        ("conflicts", "evidence"),
        ("corrections", "evidence"),
        ("speakers", "kind"),
        ("speakers", "name"),
        ("relations", "report_id"),
        ("claim_speakers", "speaker"),
    ],
)
def test_a_wrong_value_is_told_as_damage_and_nothing_else_comes(story_ledger, story, tmp_path, table, column, most):
    chance = random.Random(f"{table}.{column}")
    for number, wrong in enumerate(chance.sample(WRONG, len(WRONG))):
        if most <= 0:
            break
        path = tmp_path / f"{number}.db"
        shutil.copy(story_ledger, path)
        connection = sqlite3.connect(path)
        try:
            row = connection.execute(f"SELECT max({column}) FROM {table}").fetchone()
            if row == (wrong,) or row == (None,):
                continue
            connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (wrong, row[0]))
            if not connection.total_changes:
                continue
            connection.commit()
        except sqlite3.IntegrityError:
            continue
        finally:
            connection.close()
        with Ledger(path, read_only=True) as ledger:
            found = ledger.check()
        assert found, wrong
        told, _ = used(path, story, FEW if most < 9 else tuple(USES))
        most -= 1
        assert all(isinstance(error, (UnusableLedger, NotInLedger)) for error in told), told


@pytest.fixture(scope="module")
def story_ledger(story, tmp_path_factory):
    """A ledger with something in every table."""
    return made(tmp_path_factory.mktemp("story") / "story.db", story, 30)


HOSTILE = {
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON reports BEGIN DELETE FROM claims; END",
    "a view in place of a table": "DROP TABLE rivals; CREATE VIEW rivals AS SELECT 1 AS claim, 2 AS fact, 3 AS score",
    "a virtual table in its place": "DROP TABLE rivals; CREATE VIRTUAL TABLE rivals USING fts5 (claim, fact, score)",
    "a missing table": "DROP TABLE aliases",
    "a column more": "ALTER TABLE facts ADD COLUMN evil AS (zeroblob(900000000))",
    "a missing index": "DROP INDEX facts_by_place",
    "a false index": "DROP INDEX facts_by_place; CREATE INDEX facts_by_place ON facts (abs(place))",
    "another view": "DROP VIEW facts_now; CREATE VIEW facts_now AS SELECT load_extension('evil') AS id",
}


@pytest.mark.parametrize("how", HOSTILE)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_ledger_with_other_tables_than_its_own_is_not_used(story, tmp_path, how, read_only):
    path = made(tmp_path / "ledger.db", story)
    sql(path, HOSTILE[how])
    with pytest.raises(UnusableLedger, match=r"is damaged: the (table|view|index|trigger) '"):
        Ledger(path, read_only=read_only)


def test_what_stands_beside_the_tables_of_a_ledger_does_no_harm(story, tmp_path):
    path = made(tmp_path / "ledger.db", story)
    sql(
        path,
        "CREATE TABLE notes (a); CREATE VIEW evil AS SELECT load_extension('evil');"
        "CREATE INDEX mine ON reports (title); ANALYZE",
    )
    with Ledger(path) as ledger:
        ledger.add(story[2])
        assert state(ledger) == alone(story[:3], tmp_path)


def test_an_index_of_words_that_is_out_of_step_is_found(story, tmp_path):
    path = made(tmp_path / "ledger.db", story)
    sql(path, "INSERT INTO claims_text (claims_text, rowid, proposition, quote) VALUES ('delete', 1, 'a', 'b')")
    with Ledger(path) as ledger:
        assert ledger.check() == ("the index of words is out of step with the claims",)


# Backups --------------------------------------------------------------------------------------------------------------


def test_backups_are_whole_states_while_another_process_writes(worker, story, tmp_path):
    path, file = tmp_path / "ledger.db", dumped(story[:10], tmp_path / "reports.claims.jsonl")
    with Ledger(path) as ledger:
        ledger.add(story[0])
        worker.start(path, [["add", place] for place in range(1, 10)], file)
        seen = []
        while not seen or seen[-1] < 10:
            ledger.backup(tmp_path / "copy.db")
            with Ledger(tmp_path / "copy.db", read_only=True) as copy:
                seen.append(len(copy.reports()))
                assert copy.check() == ()
                assert [entry.id for entry in copy.reports()] == [report.id for report in story[: seen[-1]]]
    assert worker.rest()[-1] == {"ended": 0}
    assert seen == sorted(seen)
    with Ledger(tmp_path / "copy.db") as copy:
        assert state(copy) == alone(story[:10], tmp_path)
        copy.add(story[10])  # a copy is a ledger like any other
        assert state(copy) == alone(story[:11], tmp_path)


def test_a_backup_takes_the_place_of_no_other_file_than_a_ledger_that_nobody_uses(story, tmp_path):
    path, target = made(tmp_path / "ledger.db", story), tmp_path / "copy.db"
    with Ledger(path) as ledger:
        refused = [(path, "the ledger itself"), (tmp_path, "no file that can be replaced")]
        (tmp_path / "report.json").write_text("{}")
        refused += [(tmp_path / "report.json", "is no ledger"), (tmp_path / "no" / "a.db", "there is no folder")]
        for place, told in refused:
            with pytest.raises(UnusableLedger, match=told):
                ledger.backup(place)
        assert (tmp_path / "report.json").read_text() == "{}"
        ledger.backup(target)
        if FORKS:
            target.chmod(0o640)
            (tmp_path / "link.db").symlink_to(target)
        with Ledger(target) as used:
            used.add(story[5])
            with pytest.raises(UnusableLedger, match="is in use"):
                ledger.backup(target)
            assert len(used.reports()) == 3
        ledger.backup(tmp_path / "link.db" if FORKS else target)
        if FORKS:
            assert (tmp_path / "link.db").is_symlink()
            assert target.stat().st_mode & 0o777 == 0o640
    with Ledger(target) as copy:
        assert state(copy) == alone(story[:2], tmp_path)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


# Versions -------------------------------------------------------------------------------------------------------------


def next_version(monkeypatch, script):
    """Let there be a version after the present one."""
    monkeypatch.setattr(_schema, "MIGRATIONS", (*_schema.MIGRATIONS, script))
    monkeypatch.setattr(_schema, "SCHEMA_VERSION", len(_schema.MIGRATIONS))


def test_a_file_of_an_older_version_is_brought_up_to_date_and_keeps_all(story, tmp_path, monkeypatch):
    path = made(tmp_path / "ledger.db", story)
    before = alone(story[:2], tmp_path)
    next_version(
        monkeypatch, "CREATE TABLE notes (report INTEGER REFERENCES reports (number));\nDROP VIEW facts_now;\n"
    )

    with pytest.raises(UnusableLedger, match="is of version 1, this package reads 2"):
        Ledger(path, read_only=True)
    with Ledger(path) as ledger:
        assert state(ledger) == before
        ledger.add(story[2])
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT * FROM notes").fetchall() == []
    connection.close()
    with Ledger(tmp_path / "new.db") as ledger:  # an empty file goes the whole way
        ledger.add(story[0])
    monkeypatch.undo()
    with pytest.raises(UnusableLedger, match="version 2, this package knows 1"):
        Ledger(path)


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE notes (a);\nDROP VIEW facts_now;\nINSERT INTO nowhere VALUES (1);\n",
        "CREATE TABLE notes (report REFERENCES reports (number));\nINSERT INTO notes VALUES (99);\n",
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(story, tmp_path, monkeypatch, script):
    path = made(tmp_path / "ledger.db", story)
    with monkeypatch.context() as patched:
        next_version(patched, script)
        with pytest.raises(UnusableLedger, match=r"nowhere|cannot be brought up to date"):
            Ledger(path)
    with Ledger(path) as ledger:
        assert state(ledger) == alone(story[:2], tmp_path)


def test_a_table_may_be_made_anew_by_a_migration(story, tmp_path, monkeypatch):
    path = made(tmp_path / "ledger.db", story)
    next_version(
        monkeypatch,
        "CREATE TABLE about_2 (name TEXT PRIMARY KEY, value TEXT NOT NULL, note TEXT) WITHOUT ROWID;\n"
        "INSERT INTO about_2 SELECT name, value, NULL FROM about;\nDROP TABLE about;\n"
        "ALTER TABLE about_2 RENAME TO about;\n",
    )
    # A view that names the table has to go before it and to come after it, as SQLite says.
    script = _schema.MIGRATIONS[-1]
    view = _schema.MIGRATIONS[0][_schema.MIGRATIONS[0].index("CREATE VIEW fact_sightings") :].partition(";\n")[0]
    monkeypatch.setattr(_schema, "MIGRATIONS", (_schema.MIGRATIONS[0], f"DROP VIEW fact_sightings;\n{script}{view};\n"))
    with Ledger(path) as ledger:
        assert state(ledger) == alone(story[:2], tmp_path)


def test_who_opens_a_file_while_another_process_makes_a_ledger_of_it_waits(worker, story, tmp_path, monkeypatch):
    path, file = tmp_path / "ledger.db", dumped(story[:2], tmp_path / "reports.claims.jsonl")
    migrate, heard = _schema.migrate, []

    def slowly(connection, version):
        migrate(connection, version)
        if not heard:
            worker.start(path, [["add", 1]], file)
            listening = threading.Thread(target=lambda: heard.append(worker.heard()))
            listening.start()
            listening.join(0.5)
            assert not heard
            heard.append(listening)

    monkeypatch.setattr(_schema, "migrate", slowly)
    with Ledger(path) as ledger:
        heard[0].join()
        assert heard[1] == {"done": 0, "told": ["added"]}
        worker.rest()
        ledger.add(story[0])
        assert state(ledger) == alone(story[:2], tmp_path)

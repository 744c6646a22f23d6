"""
A process that works on ledgers for the tests, which kill it, interrupt it and take away its disk.

It reads jobs from standard input, one JSON object a line: "path", "reports" (a file of them), "steps", "options" of
`Ledger`. Each job is done in a process of its own, where the system can fork, so that the next one need not be started
anew. Each line that comes out is a JSON object: the "pid", the number of each step that is "done", what "failed" and
how, when a step was "interrupted" (it is tried again then), and how the job "ended".
"""

import contextlib
import json
import os
import sys
import tempfile
from pathlib import Path

import claimtrack as ct
from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import Ledger


def say(**told):
    """One line, whole or not at all."""
    os.write(1, json.dumps(told).encode() + b"\n")


def limit(size):
    """Let no file grow beyond *size* bytes; None: as before."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if size is None else size, hard))


def forked(ledger):
    """Use a ledger that another process opened, as after a fork; the exit code is the number of wrong answers."""
    pid = os.fork()
    if not pid:
        wrong = 0
        for use in (ledger.facts, ledger.check, lambda: ledger.remove("nothing")):
            try:
                use()
                wrong += 1
            except ClaimtrackError as error:
                wrong += "forked" not in error.message
        ledger.close()
        del ledger
        os._exit(wrong)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


class Job:
    """What is to be done, step by step."""

    def __init__(self, path, reports, steps, options):
        self.path, self.steps, self.options = path, steps, options
        self.reports = list(ct.load_stream(reports)) if reports else []
        self.ledger = None

    def run(self):
        """Do all steps; one that is interrupted is done again."""
        at = 0
        while at < len(self.steps):
            try:
                name, *arguments = self.steps[at]
                told = getattr(self, f"do_{name}")(*arguments)
                say(done=at, told=told)
            except KeyboardInterrupt:
                say(interrupted=at)
                continue
            except ClaimtrackError as error:
                say(failed=type(error).__name__, message=error.message, step=at)
            at += 1
        if self.ledger is not None:
            self.ledger.close()

    @property
    def opened(self):
        """The ledger, which is opened when it is needed first."""
        if self.ledger is None:
            self.ledger = Ledger(self.path, **self.options)
        return self.ledger

    def do_open(self):
        self.opened.reports()

    def do_add(self, *places):
        return [self.opened.add(self.reports[place]).result for place in places]

    def do_add_all(self, *places):
        progress = lambda what, count, total: say(kept=count) if what == "add" else None  # noqa: E731
        self.opened.add_all([self.reports[place] for place in places], progress=progress)

    def do_refresh(self):
        return self.opened.refresh()

    def do_facts(self):
        return len(self.opened.facts())

    def do_remove(self, name):
        self.opened.remove(name)

    def do_merge(self, one, other):
        self.opened.merge(one, other)

    def do_pin(self, claim, fact):
        self.opened.pin(claim, fact)

    def do_separate(self, one, other):
        self.opened.separate(one, other)

    def do_backup(self, path):
        self.opened.backup(path)

    def do_make(self, path):
        Ledger(path, **self.options).close()

    def do_close(self):
        self.opened.close()
        self.ledger = None

    def do_limit(self, size):
        limit(size)

    def do_nobody(self):
        os.setuid(65534)

    def do_fork(self):
        return forked(self.opened)


def main():
    # What is loaded when it is used first is loaded now.
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "warm.db") as ledger:
        ledger.add_all(ct.load_stream(sys.argv[1]))
        ledger.facts()
        ledger.backup(Path(folder) / "copy.db")
        ledger.close()  # before there is nothing left to let go of
    say(ready=True)
    for line in sys.stdin:
        pid = os.fork() if hasattr(os, "fork") else None
        if pid:
            code = None
            while code is None:
                with contextlib.suppress(KeyboardInterrupt):
                    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            say(ended=code)
            continue
        say(pid=os.getpid())
        try:
            Job(**json.loads(line)).run()
            code = 0
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to see it
            say(failed=type(error).__name__, message=repr(error), step=None)
            code = 1
        if pid == 0:
            os._exit(code)
        say(ended=code)


if __name__ == "__main__":
    main()

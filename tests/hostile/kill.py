#!/usr/bin/env python3
"""A compile that is killed, cancelled, or refused something by the system: kill.py [--quick] PACT

Replaces an image by another one, on one thread and on two, under strace, which meddles with one system call in each run:

- kills it (SIGKILL) at every call in turn. Then the image is the old one or the new one, byte for byte and in the eyes of
  `compile --verify`; what else lies there has no name that a corpus could have, and the next compile goes well.
- cancels it (SIGINT, SIGTERM) at every call of its own: the same, and nothing else lies there.
- lets every call of its own that could, fail: the new image and exit 0, or the old one, a message and exit 2 or 4, and
  nothing else lies there. A call that is interrupted is simply made again.

--quick, for sanitizers: every seventh, and no memory is refused, which they do not survive. Exit 77, with the reason, where strace is missing or must not trace. Ends with `N passed, M failed`."""

import collections
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

TIMEOUT = 120
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC0", "TERM": "dumb", "ASAN_OPTIONS": "detect_leaks=0"}
CALL = re.compile(r"^\d+ +(\w+)\((.*)")
BEGIN = "0, F_GETFD"  # of the first call that is pact's own, and not the dynamic linker's
REFUSALS = {
    "openat": ["EIO", "EACCES", "EMFILE", "EINTR"],
    "read": ["EIO", "EINTR"],
    "pread64": ["EIO", "EINTR"],
    "getdents64": ["EIO"],
    "newfstatat": ["EIO", "EACCES"],
    "fstat": ["EIO"],
    "access": ["EACCES"],
    "fchmod": ["EPERM"],
    "write": ["ENOSPC", "EIO", "EINTR"],
    "fsync": ["ENOSPC", "EIO", "EINTR"],
    "close": ["EIO", "ENOSPC", "EINTR"],
    "rename": ["ENOSPC", "EIO", "EACCES"],
    "mmap": ["ENOMEM"],
    "clone3": ["EAGAIN"],
    "clone": ["EAGAIN"],
}
CLAUSE = """  clause-%d:
    {title: Clause %d, kind: obligation, holder: one, obligor: two, note: %s,
     history: [{act: establish, by: deal, terms: {version: %d}, summary: Two does something.}]}
"""
AGREEMENT = """pact: 1
agreement: a%d
title: Agreement %d
complete_through: 2026-01-01
parties: {one: One, two: Two}
sources: {s: {publisher: One, title: Deal, date: 2020-01-01, kind: primary}}
instruments: {deal: {title: Deal, announced: 2020-01-01, sources: [s]}}
clauses:
"""


def write_corpus(folder, files, clauses, version):
    """Files large enough, with their notes, to be worth a second thread."""
    os.mkdir(folder)
    for a in range(files):
        with open(os.path.join(folder, "a%d.yaml" % a), "w") as out:
            out.write(AGREEMENT % (a, a))
            for i in range(clauses):
                out.write(CLAUSE % (i, i, "x" * 8000, version + i))


class Case:
    """One way to compile: its command, and the images before and after."""

    def __init__(self, pact, home, threads):
        self.pact, self.threads = pact, threads
        self.command = [pact, "compile", "--threads", str(threads), "-o", "x.pact", os.path.join(home, "new")]
        self.old, self.new = (self.compiled(home, name) for name in ("old", "new"))
        self.before, self.own = self.calls(home)

    def compiled(self, home, name):
        path = os.path.join(home, name + ".image")
        subprocess.run([self.pact, "compile", "-o", path, os.path.join(home, name)], check=True, env=ENV)
        with open(path, "rb") as file:
            return file.read()

    def calls(self, home):
        """How often each system call is made: by the dynamic linker, and by pact itself (the most of a thread)."""
        folder = os.path.join(home, "calls%d" % self.threads)
        os.mkdir(folder)
        subprocess.run(["strace", "-f", "-o", "log"] + self.command, check=True, cwd=folder, env=ENV)
        before, own = collections.Counter(), collections.defaultdict(collections.Counter)
        begun = False
        with open(os.path.join(folder, "log"), errors="replace") as log:
            for line in log:
                call = CALL.match(line)
                if not call:
                    continue
                begun = begun or call.group(1) == "fcntl" and call.group(2).startswith(BEGIN)
                if begun:
                    own[line.split()[0]][call.group(1)] += 1
                else:
                    before[call.group(1)] += 1
        most = collections.Counter()
        for counts in own.values():
            most |= counts
        if self.threads > 1 and len(own) < 2:
            raise SystemExit("there is no second thread: the corpus is too small for this test")
        if not own:
            raise SystemExit("the calls of pact itself are not found")
        return before, most


def plan(case):
    """What is done to which call: (kind, meddling, call, number)."""
    for call, n in sorted((case.before + case.own).items()):
        if call in ("exit_group", "exit"):
            continue
        for number in range(1, n + 1):
            yield "kill", "signal=SIGKILL", call, number
    for call, n in sorted(case.own.items()):
        first = case.before[call] + 1
        for number in range(first, first + n):
            for name in ("SIGINT", "SIGTERM") if call not in ("exit_group", "exit") else ():
                yield "cancel", "signal=" + name, call, number
            for error in REFUSALS.get(call, ()):
                yield "refuse", "error=" + error, call, number


def wrong(case, folder, work, done):
    """What is wrong after a run, or nothing."""
    kind, meddling, call, _ = work
    with open(os.path.join(folder, "x.pact"), "rb") as file:
        image = file.read()
    others = sorted(set(os.listdir(folder)) - {"x.pact"})
    if image not in (case.old, case.new):
        return "the image is neither the old nor the new one"
    if kind != "kill" and others:
        return "left behind: " + ", ".join(others)
    if any(not name.startswith(".") or name.endswith((".pact", ".yaml", ".yml")) for name in others):
        return "it looks like a corpus: " + ", ".join(others)
    code = done.returncode
    if code == 0:
        return "" if image == case.new else "exit 0, and the old image"
    if kind == "kill":
        return "" if code in (-9, 137) else "exit %d" % code
    if kind == "cancel":
        number = getattr(signal, meddling.split("=")[1])
        return "" if code in (-number, 128 + number) else "exit %d: %s" % (code, done.stderr[-300:])
    if meddling == "error=EINTR":
        return "exit %d, where the call need only be made again" % code
    if code not in (2, 4) or b"error[" not in done.stderr:
        return "exit %d: %s" % (code, done.stderr[-300:])
    return "" if image == case.old else "exit %d, and the new image" % code


def one(job):
    case, home, number, work = job
    folder = os.path.join(home, "run%d" % number)
    os.mkdir(folder)
    with open(os.path.join(folder, "x.pact"), "wb") as file:
        file.write(case.old)
    kind, meddling, call, which = work
    strace = ["strace", "-f", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=%s:%s:when=%d" % (call, meddling, which)]
    try:
        done = subprocess.run(strace + case.command, cwd=folder, env=ENV, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
        fault = wrong(case, folder, work, done)
    except subprocess.TimeoutExpired:
        return kind, "hang", "it did not end"
    with open(os.path.join(folder, "x.pact"), "rb") as file:
        state = "new" if file.read() == case.new else "old"
    if not fault and kind == "kill":
        fault = go_on(case, folder)
    shutil.rmtree(folder)
    return kind, "whole" if done.returncode == 0 else state, fault and "%d thread(s), %s at %s %d: %s" % (case.threads, meddling, call, which, fault)


def go_on(case, folder):
    """After a kill: the image is sound, and is replaced, whatever lies there."""
    if subprocess.run([case.pact, "compile", "--verify", "x.pact"], cwd=folder, env=ENV, capture_output=True).returncode != 0:
        return "--verify refuses the image"
    # A process of the number that the temporary file is named for: exec keeps it.
    again = subprocess.run(["sh", "-c", 'for f in .pact-*; do test -f "$f" || : >"$f"; mv "$f" ".pact-$$-0.tmp"; done; exec "$0" "$@"'] + case.command,
                           cwd=folder, env=ENV, capture_output=True)
    with open(os.path.join(folder, "x.pact"), "rb") as file:
        return "" if again.returncode == 0 and file.read() == case.new else "the next compile fails: %s" % again.stderr[-300:]


def skip(why):
    print("skipped: " + why)
    return 77


def main(argv):
    quick = "--quick" in argv
    rest = [word for word in argv[1:] if word != "--quick"]
    if len(rest) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which("strace"):
        return skip("strace is not installed")
    traced = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true"], capture_output=True)
    if traced.returncode != 0:
        return skip("strace must not trace here: %s" % traced.stderr.decode(errors="replace").strip()[-200:])
    if quick:
        del REFUSALS["mmap"]
    home = tempfile.mkdtemp()
    failures, seen = [], collections.Counter()
    try:
        write_corpus(os.path.join(home, "old"), 2, 3, 1)
        write_corpus(os.path.join(home, "new"), 4, 20, 2)
        jobs = []
        for threads in (1, 2):
            case = Case(os.path.abspath(rest[0]), home, threads)
            jobs += [(case, home, work) for work in plan(case)]
        jobs = [(case, home, number, work) for number, (case, home, work) in enumerate(jobs)][::7 if quick else 1]
        with multiprocessing.Pool(2) as pool:
            for kind, state, fault in pool.imap_unordered(one, jobs, 8):
                seen[kind, state] += 1
                if fault:
                    failures.append(fault)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for outcome in ("kill", "old"), ("kill", "new"), ("cancel", "old"), ("refuse", "old"), ("refuse", "whole"):
        if not seen[outcome] and not quick:
            failures.append("no run of this kind: %s, and then the image is the %s one" % outcome)
    for failure in failures[:20]:
        print("FAILED", failure)
    print(", ".join("%s/%s %d" % (*outcome, n) for outcome, n in sorted(seen.items())))
    print("%d passed, %d failed" % (len(jobs) - min(len(failures), len(jobs)), len(failures)))
    return 1 if failures or not jobs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

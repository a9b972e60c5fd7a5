#!/usr/bin/env python3
"""The line of progress on a terminal: terminal.py PACT

Compiles YAML that comes slowly through standard input, with standard error on a pseudo-terminal, so that a line is due
whatever the machine. It stands in one line, narrower than the terminal, is rewritten in place, and is gone before
anything else is said and when the command ends or is interrupted; what goes no terminal has none of it. Exit 77, with
the reason, where there are no pseudo-terminals. Ends with `N passed, M failed`."""

import fcntl
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

HEAD = """pact: 1
agreement: a
title: A
complete_through: 2026-01-01
parties: {one: One, two: Two}
sources: {s: {publisher: One, title: Deal, date: 2020-01-01, kind: primary}}
instruments: {deal: {title: Deal, announced: 2020-01-01, sources: [s]}}
clauses:
"""
CLAUSE = "  c%d: {title: C, kind: right, holder: one, history: [{act: establish, by: deal, terms: {n: %d}, summary: S.}]}\n"
WIPE = b"\r\x1b[K"
ENV = {"PATH": os.environ.get("PATH", ""), "TZ": "UTC0", "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "1"}
ENV.update({name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")})


class Run:
    """A compile that is given clauses for longer than it takes for a line to be due."""

    def __init__(self, pact, columns=80, words=(), end="", stop=None, terminal=True, **env):
        self.folder = tempfile.mkdtemp()
        with open(os.path.join(self.folder, "x.pact"), "w") as file:
            file.write("old")
        ours, theirs = pty.openpty() if terminal else os.pipe()
        if terminal:
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([pact, "compile", "-o", "x.pact", "-"] + list(words), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=theirs, cwd=self.folder, env=dict(ENV, **env))
        os.close(theirs)
        self.feed(process, end, stop)
        self.code = process.wait(60)
        self.out = process.stdout.read()
        self.err = self.drain(ours)
        self.image = open(os.path.join(self.folder, "x.pact"), "rb").read()
        self.files = sorted(os.listdir(self.folder))
        shutil.rmtree(self.folder)

    def feed(self, process, end, stop):
        process.stdin.write(HEAD.encode())
        for i in range(12):  # pieces larger than what the parser asks for, for a second and more
            process.stdin.write("".join(CLAUSE % (1000 * i + k, k) for k in range(400)).encode())
            process.stdin.flush()
            time.sleep(0.12)
        if stop:
            process.send_signal(stop)
            process.wait(60)
        try:
            process.stdin.write(end.encode())
            process.stdin.close()
        except BrokenPipeError:
            pass

    @staticmethod
    def drain(fd):
        data = b""
        while True:
            try:
                piece = os.read(fd, 65536)
            except OSError:  # the other side of a terminal is closed
                piece = b""
            if not piece:
                os.close(fd)
                return data
            data += piece

    def lines(self):
        """What was drawn, one after the other."""
        return [piece.decode() for piece in self.err.split(WIPE)[1:-1]]

    def wiped(self, behind=b""):
        """Is a line the last that was drawn, and then wiped; `behind` begins what follows?"""
        last = self.err.split(WIPE)[-1]
        return len(self.lines()) > 0 and (last.startswith(behind) if behind else not last)


def check(pact):
    """(what, whether it is so)"""
    for columns in (60, 80, 200):
        run = Run(pact, columns)
        lines = run.lines()
        yield "%d columns: compiled" % columns, run.code == 0 and run.image[:7] == b"PACTIMG" and run.files == ["x.pact"]
        yield "%d columns: several lines in place of each other" % columns, len(lines) >= 2 and b"\n" not in run.err and run.wiped()
        yield "%d columns: narrower" % columns, max(map(len, lines)) < columns
        yield "%d columns: what is told" % columns, all(re.match(r"pact: (reading|resolving|writing)", line) for line in lines)
        counts = [int(n.replace(",", "")) for line in lines for n in re.findall(r"reading.*?([0-9,]+) clauses", line)]
        yield "%d columns: clauses count up" % columns, counts == sorted(counts) and len(set(counts)) > 1 and counts[-1] <= 4800
        yield "%d columns: not too often" % columns, len(lines) <= 40
    run = Run(pact, LC_ALL="C")
    yield "no UTF-8: plain characters", run.wiped() and run.err.replace(WIPE, b"").isascii()
    run = Run(pact, 100, ["--ascii"])
    yield "--ascii: plain characters", run.wiped() and run.err.replace(WIPE, b"").isascii()
    run = Run(pact, end="nonsense\n")
    yield "an error: gone before the message", run.code == 4 and run.image == b"old" and run.files == ["x.pact"] and run.wiped(b"-:4809:1: error[")
    for number in (signal.SIGINT, signal.SIGTERM):
        run = Run(pact, stop=number)
        yield "%s: wiped, the old file, nothing beside it" % number.name, run.code == -number and run.image == b"old" and run.files == ["x.pact"] and run.wiped()
    yield "no terminal: nothing", Run(pact, terminal=False).err == b""
    yield "TERM=dumb: nothing", Run(pact, TERM="dumb").err == b""


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print("skipped: %s" % error)
        return 77
    passed = failed = 0
    for what, good in check(os.path.abspath(argv[1])):
        passed += good
        failed += not good
        if not good:
            print("FAILED " + what)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

#!/usr/bin/env python3
"""Bars in characters against answers day by day: timeline.py PACT CORPUS...

For each cell of each bar of `pact timeline --ascii`, the days that it stands for are asked of `pact batch` (all of them if
they are few, else its ends and some between): the cell must show the strongest status among them, and a bar that changes
its terms must do so where the answers do. Which days a cell stands for is computed here from the width alone.
Ends with `N passed, M failed`."""

import datetime
import json
import os
import random
import re
import subprocess
import sys

STRENGTH = {" ": 0, ".": 1, "~": 2, "?": 3, "#": 4, "|": 4}
STATUS = {"not_yet": 0, "ended": 1, "suspended": 2, "depends": 3, "in_force": 4}
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
WIDTHS = (40, 60, 81, 200)


def pact(program, *words, stdin=None):
    done = subprocess.run([program, *words], input=stdin, stdout=subprocess.PIPE, env=ENV, check=False, encoding="utf-8")
    return done.stdout


def bars(program, corpus, width, first, last):
    """The bars by clause, each filled up to its whole length."""
    text = pact(program, "timeline", "-C", corpus, "--from", first.isoformat(), "--through", last.isoformat(),
                "--ascii", "--width", str(width), "-d", first.isoformat())
    clauses = [row["clause"] for row in json.loads(pact(program, "list", "clauses", "--json", "-C", corpus))["results"]]
    label = min(max(map(len, clauses)), width * 2 // 5)
    size = width - label - 2
    found, name = {}, None
    for line in text.split("\n"):
        word = re.match(r"[a-z0-9._-]+", line)
        if word and word[0] in clauses:
            name = word[0]
            if len(name) > label:
                continue
        elif not line.startswith(" " * (label + 2)):
            name = None
        if name:
            found[name] = line[label + 2 :].ljust(size)
            name = None
    return found, size


def cells(first, last, size):
    """The days of each cell: days d with the cell c = the last whose first day is not after d."""
    days = (last - first).days + 1
    edges = [first + datetime.timedelta(days=days * c // size) for c in range(size)] + [last + datetime.timedelta(days=1)]
    return [(edges[c], edges[c + 1]) for c in range(size)]


def statuses(program, corpus, days):
    lines = "".join(json.dumps({"date": day.isoformat(), "all": True}) + "\n" for day in days)
    answers = pact(program, "batch", "-C", corpus, stdin=lines).splitlines()
    return {day: {row["clause"]: row["status"] for row in json.loads(answer)["results"]}
            for day, answer in zip(days, answers, strict=True)}


def check(program, corpus, width, rng):
    first = datetime.date(rng.randint(2023, 2025), rng.randint(1, 12), rng.randint(1, 28))
    last = first + datetime.timedelta(days=rng.choice((30, 400, 1500, 4000)) + rng.randint(0, 40))
    found, size = bars(program, corpus, width, first, last)
    faults = 0
    spans = cells(first, last, size)
    every = (last - first).days < 1600
    asked = set()
    for begin, end in spans:
        n = (end - begin).days
        asked.update(begin + datetime.timedelta(days=i) for i in (range(n) if every or n < 4 else (0, n - 1, rng.randrange(n))))
    answers = statuses(program, corpus, sorted(asked))
    for clause, bar in found.items():
        for (begin, end), cell in zip(spans, bar, strict=True):
            strengths = [STATUS[answers[day][clause]] for day in asked if begin <= day < end]
            if not strengths:
                continue
            best = max(strengths)
            if best > STRENGTH[cell] or (every and best < STRENGTH[cell]):
                print(f"{corpus}, {width} columns: {clause} from {begin} to before {end}: '{cell}', but the answers say {best}")
                faults += 1
    return len(found), faults


def main():
    program, corpora = os.path.abspath(sys.argv[1]), sys.argv[2:]
    rng = random.Random(7)
    passed = failed = 0
    for corpus in corpora:
        for width in WIDTHS:
            n, faults = check(program, corpus, width, rng)
            passed += n - min(n, faults)
            failed += faults + (n == 0)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

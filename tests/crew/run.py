#!/usr/bin/env python3
"""What is answered on several threads: run.py PACT

On a corpus large enough for them, as YAML and compiled:
- the answer of the whole corpus, of a topic, a glob or a filter over all agreements, in each format, has the rows of its agreements asked one by one, in their order;
- the same from agreements that stay in memory after the check as from those that are read again;
- many questions at once, bad ones among them, are answered like each of them alone, however they arrive;
- of two damaged agreements the first is told, before the first byte; questions before the one that leads to it are answered.
Where the machine has one processor, the same holds without threads. Ends with `N passed, M failed`."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile

AGREEMENTS, CLAUSES = 180, 30
NOTE = "long " * 400  # so that the agreements are more than stay in memory between the check and the answer
ENV = dict(os.environ, PACT_TODAY="2026-01-01")
done = {True: 0, False: 0}


def check(good, what):
    done[bool(good)] += 1
    if not good:
        print("FAILED: " + what)


def corpus(folder):
    r = random.Random(7)
    names = ["party-%03d" % i for i in r.sample(range(1000), AGREEMENTS)]
    for i, name in enumerate(names):
        lines = ["pact: 1", "agreement: " + name, "title: Agreement %d" % i, "complete_through: 2025-%02d-01" % r.randint(1, 12), "parties: {a: A, b: B}",
                 "sources:", "  s: {publisher: A, title: S, date: 2020-01-01, kind: primary}",
                 "instruments:", "  main: {title: Main, announced: 2020-02-01, sources: [s]}", "  more: {title: More, announced: 2022-03-04, sources: [s]}",
                 "events:", "  closing: {title: The closing}", "clauses:"]
        for k in range(CLAUSES):
            until = "closing" if r.random() < 0.2 else "20%02d-05-06" % r.randint(21, 40)
            lines += ["  topic-%d.clause-%d:" % (k // 10, k), "    title: \"Clause \\\"%d\\\" — %s\"" % (k, name), "    note: \"%s\"" % (NOTE * (i % 3)), "    kind: right", "    holder: a", "    history:",
                      "      - {act: establish, by: main, until: %s, summary: It is %d., terms: {rate: %d}}" % (until, k, r.randint(1, 99))]
            if r.random() < 0.5:
                lines.append("      - {act: amend, by: more, terms: {rate: %d}}" % r.randint(1, 99))
        with open(os.path.join(folder, "%03d.yaml" % i), "w") as file:
            file.write("\n".join(lines) + "\n")
    return sorted(names)


class Run:
    def __init__(self, pact, work):
        self.pact, self.work = pact, work

    def __call__(self, *words, **more):
        return subprocess.run([self.pact] + list(words), cwd=self.work, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, **more)


def rows_of(text, form):
    """The rows of an answer, apart from what stands before and behind them."""
    if form == "json":
        return json.loads(text)["results"]
    if form == "jsonl":
        return text.splitlines()[1:]
    if form == "csv":
        return list(csv.reader(io.StringIO(text)))[1:]
    return text.splitlines()[1:]


# (format, options, selectors of all agreements at once, which become those of one with its name in front)
LARGE = (
    ("json", ["-d", "2023-05-06"], []),
    ("jsonl", ["-d", "2022..2030", "--all"], []),
    ("csv", ["-d", "2030-01-01", "-k", "2021-01-01"], []),
    ("tsv", ["-d", "2023-05-06", "--kind", "right"], []),
    ("json", ["-d", "2019-01-01"], []),
    ("json", ["-d", "2023-05-06", "--holder", "a"], []),
    ("jsonl", ["-d", "2030-01-01", "--where", "rate >= 50"], []),
    ("json", ["-d", "2024-05-06"], ["topic-1"]),
    ("csv", ["-d", "2024", "--all"], ["topic-0", "topic-2.clause-2?"]),
    ("json", ["-d", "2040-01-01", "--where", "rate < 50"], ["*.clause-1?", "topic-0.clause-3"]),
    ("text", ["-d", "2024-05-06", "-q"], ["topic-1"]),
    ("text", ["-d", "1999-05-06", "-q"], ["topic-1.*"]),
)


def asked_apart(pact, names, words, form, select):
    """The rows of all agreements, one by one, and the exit codes."""
    rows, codes = [], set()
    for name in names:
        one = pact(*words, "-C", "image.pact", *[name + "/" + s for s in select or "*"])
        codes.add(one.returncode)
        rows += rows_of(one.stdout.decode(), form)
    return rows, codes


def large(pact, names, paths):
    for form, more, select in LARGE:
        words = ["query", "--format", form] + more
        apart, codes = asked_apart(pact, names, words, form, select)
        for path in paths:
            at_once = pact(*words, "-C", path, *select)
            check(rows_of(at_once.stdout.decode(), form) == apart, "%s %s %s: rows" % (path, words, select))
            check(at_once.returncode == min(codes, key=(0, 3, 1).index), "%s %s %s: exit code %d of %s" % (path, words, select, at_once.returncode, codes))
            twice = pact(*words, "-C", path, *select)
            check(twice.stdout == at_once.stdout, "%s %s %s: the same bytes again" % (path, words, select))


def questions(names):
    r = random.Random(8)
    lines = []
    for i in range(300):
        kind = r.random()
        if kind < 0.1:
            lines.append(r.choice(["", "{", "[]", '{"date": 1}', '{"date": "2023-01-01", "select": ["nothing-at-all"]}', '{"data": "2023-01-01"}']))
        elif kind < 0.12:
            lines.append('{"date": "2023-01-01"}')
        else:
            lines.append(json.dumps({"date": "20%02d-03-04" % r.randint(19, 40), "select": [r.choice(names) + "/*"], "all": r.random() < 0.5, "assume": {"closing": "2024-01-01"} if r.random() < 0.3 else {}}))
    return lines


def batch(pact, names):
    lines = questions(names)
    at_once = pact("batch", "-C", "image.pact", input=("\n".join(lines) + "\n").encode())
    alone = [pact("batch", "-C", "image.pact", input=(line + "\n").encode()) for line in lines]
    check(at_once.stdout == b"".join(a.stdout for a in alone), "many questions are answered like each alone")
    check(at_once.returncode == max(a.returncode for a in alone) == 2, "with the exit code of the bad ones")
    good = [line for line, a in zip(lines, alone) if a.returncode != 2]
    check(pact("batch", "-C", "image.pact", input="\n".join(good).encode()).returncode == 0, "and 0 without them, also with no line feed at the end")
    slow = subprocess.Popen([pact.pact, "batch", "-C", "image.pact"], cwd=pact.work, env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
    text = ("\n".join(lines) + "\n").encode()
    answered = b""
    for i, at in enumerate(range(0, len(text), 5000)):  # lines cut anywhere; the first piece has to be answered before the second is there
        slow.stdin.write(text[at:at + 5000])
        if i == 0:
            expected = b"".join(a.stdout for a in alone[:text[:5000].count(b"\n")])
            while len(answered) < len(expected):
                answered += slow.stdout.read(65536)
            check(answered == expected, "what is whole is answered before more is read")
            break
    rest, _ = slow.communicate(text[5000:], timeout=600)
    check(answered + rest == at_once.stdout, "however they arrive")


def damage(pact, names):
    with open(os.path.join(pact.work, "image.pact"), "rb") as file:
        image = bytearray(file.read())
    first, second = names[40], names[150]
    for name in (first, second):
        at = image.index(b"Clause \"3\" \xe2\x80\x94 " + name.encode())
        image[at] ^= 1
    with open(os.path.join(pact.work, "damaged.pact"), "wb") as file:
        file.write(image)
    for form in ("json", "csv", "text"):
        for _ in range(5):
            r = pact("query", "-C", "damaged.pact", "-d", "2023-05-06", "--format", form)
            check(r.returncode == 4 and b"damaged" in r.stderr and (b"results" not in r.stdout and b"clause-1" not in r.stdout), "%s: refused before the first byte" % form)
    lines = ['{"date": "2023-05-06", "select": ["%s/*"]}' % name for name in names]
    text = ("\n".join(lines) + "\n").encode()
    r, sound = pact("batch", "-C", "damaged.pact", input=text), pact("batch", "-C", "image.pact", input=text)
    before = sound.stdout.splitlines()[:names.index(first)]
    check(r.returncode == 4 and b"damaged" in r.stderr, "a batch ends with the damage")
    check([json.loads(line)["results"] for line in r.stdout.splitlines() if b'"results"' in line] == [json.loads(line)["results"] for line in before], "and what was asked before is answered")


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="pact-crew-") as work:
        pact = Run(os.path.abspath(argv[1]), work)
        os.mkdir(os.path.join(work, "corpus"))
        names = corpus(os.path.join(work, "corpus"))
        made = pact("compile", "-o", "image.pact", "corpus")
        check(made.returncode == 0, "compile: " + made.stderr.decode())
        large(pact, names, ("image.pact", "corpus"))
        batch(pact, names)
        damage(pact, names)
    print("%d passed, %d failed" % (done[True], done[False]))
    return 1 if done[False] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

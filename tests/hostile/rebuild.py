#!/usr/bin/env python3
"""An image that is rebuilt while it is asked: rebuild.py [--quick] PACT

At least 100 times one image is replaced by that of another corpus, in turn of two, while several processes ask it at
least 1,000 questions, all the while. Each answer, its exit code included, is that of the one corpus or of the other,
with nothing on standard error. --quick: a tenth of both. Ends with `N passed, M failed`."""

import collections
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

ASKERS = 4
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC0", "PACT_TODAY": "2026-01-01"}
ENV.update({name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")})
HEAD = """pact: 1
agreement: a%d
title: Agreement %d
complete_through: %d-01-01
parties: {one: One, two: Two}
sources: {s: {publisher: One, title: Deal, date: 2020-01-01, kind: primary}}
instruments: {deal: {title: Deal, announced: 2020-01-01, sources: [s]}}
events: {sale: {title: One is sold}}
clauses:
"""
CLAUSE = """  topic-%d.part-%d:
    {title: Clause, kind: obligation, holder: one, obligor: two,
     history: [{act: establish, by: deal, %s, terms: {amount: %d}, summary: Two pays %d.}]}
"""
BATCH = "".join('{"date":"20%d-06-01","select":["a%d/*"],"all":true}\n' % (20 + i % 20, i) for i in range(20))
QUESTIONS = [
    ["query", "-d", "2025-01-01", "--json"],
    ["query", "-d", "2025-01-01", "-f", "csv", "topic-1"],
    ["query", "-d", "2030-06-01", "-q", "topic-2.part-2"],
    ["query", "-d", "2025-01-01", "--value", "a3/topic-3.part-3:amount"],
    ["query", "-d", "2020..2040", "--all", "-f", "jsonl", "a7/*"],
    ["list", "clauses", "-f", "tsv"],
    ["list", "agreements", "--json"],
    ["check", "-d", "2025-01-01", "topic-2"],
    ["next", "-d", "2025-01-01", "--json", "topic-4"],
    ["explain", "-d", "2025-01-01", "a5/topic-1.part-1"],
    ["batch"],
    ["compile", "-o", "-"],
    ["compile", "--verify"],
]


def write_corpus(folder, second):
    """The second has the agreements and clauses of the first and some more, with other figures and ends."""
    os.mkdir(folder)
    for a in range(30 if second else 20):
        with open(os.path.join(folder, "a%d.yaml" % a), "w") as out:
            out.write(HEAD % (a, a, 2024 + second))
            for i in range(40 if second else 25):
                end = ("until: sale", "through: 2030", "through: 2024", "from: 2021-01-01")[(i + second) % 4]
                amount = 1000 * second + i
                out.write(CLAUSE % (i % 5, i, end, amount, amount))


def ask(pact, image, question):
    """(exit code, answer, complaint)"""
    corpus = [image] if "--verify" in question else ["-C", image]
    done = subprocess.run([pact] + question + corpus, input=BATCH.encode(), capture_output=True, env=ENV, timeout=300)
    return done.returncode, done.stdout, done.stderr


class Contest:
    """Some ask, one rebuilds, until both have done it often enough."""

    def __init__(self, pact, home, rebuilds, questions):
        self.pact, self.home, self.image = pact, home, os.path.join(home, "x.pact")
        self.rebuilds, self.questions = rebuilds, questions // ASKERS + 1
        self.asked, self.rebuilt = [0] * ASKERS, 0
        self.seen, self.wrong = collections.Counter(), []
        self.expected = []
        for name in ("first", "second"):
            write_corpus(os.path.join(home, name), name == "second")
            self.compile(name)
            self.expected.append([ask(pact, self.image, question) for question in QUESTIONS])

    def compile(self, name):
        done = subprocess.run([self.pact, "compile", "-o", self.image, os.path.join(self.home, name)], capture_output=True, env=ENV)
        if done.returncode != 0 or done.stderr:
            self.wrong.append("rebuild %d: exit %d: %s" % (self.rebuilt, done.returncode, done.stderr[-300:]))

    def goes_on(self):
        return self.rebuilt < self.rebuilds or min(self.asked) < self.questions

    def rebuild(self):
        while self.goes_on():
            self.compile(("first", "second")[self.rebuilt % 2])
            self.rebuilt += 1

    def keep_asking(self, asker):
        while self.goes_on():
            which = (asker * 3 + self.asked[asker]) % len(QUESTIONS)
            answer = ask(self.pact, self.image, QUESTIONS[which])
            of = [name for name, answers in zip(("first", "second"), self.expected) if answer == answers[which]]
            self.seen.update(of)
            if not of:
                self.wrong.append("%s: exit %d, %d bytes: %s" % (" ".join(QUESTIONS[which]), answer[0], len(answer[1]), answer[2][-300:]))
            self.asked[asker] += 1

    def run(self):
        with concurrent.futures.ThreadPoolExecutor(ASKERS + 1) as pool:
            for job in [pool.submit(self.rebuild)] + [pool.submit(self.keep_asking, asker) for asker in range(ASKERS)]:
                job.add_done_callback(lambda done: done.exception() and self.wrong.append(repr(done.exception())))
        same = [" ".join(q) for q, a, b in zip(QUESTIONS, *self.expected) if a == b and "--verify" not in q]
        if same:
            self.wrong.append("both corpora answer alike: " + ", ".join(same))
        if not self.seen["first"] or not self.seen["second"]:
            self.wrong.append("only one of the corpora was seen: %s" % dict(self.seen))


def main(argv):
    rest = [word for word in argv[1:] if word != "--quick"]
    if len(rest) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    part = 10 if "--quick" in argv else 1
    home = tempfile.mkdtemp()
    try:
        contest = Contest(os.path.abspath(rest[0]), home, 100 // part, 1000 // part)
        contest.run()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for failure in contest.wrong[:20]:
        print("FAILED", failure)
    print("%d rebuilds, answers %s" % (contest.rebuilt, dict(contest.seen)))
    print("%d passed, %d failed" % (sum(contest.asked) - min(len(contest.wrong), sum(contest.asked)), len(contest.wrong)))
    return 1 if contest.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

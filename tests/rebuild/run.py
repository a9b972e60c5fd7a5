#!/usr/bin/env python3
"""Compiling over an image that is there gives what a fresh compile gives: run.py PACT [--rounds N] [--seed S]

Random corpora of several agreements, whose documents are spread over files and folders, are changed step by step:
edits, files added, removed, renamed, exchanged, documents moved from file to file, agreements in two places, errors.
After each step the image that is there is compiled over, and the bytes, the exit code and the messages are those of
`--fresh`. In between the image is damaged, or is one of another corpus. Ends with `N passed, M failed`."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

passed = failed = compiled = 0


def expect(what, good, shown=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED %s %s" % (what, shown))


def head(agreement, day):
    return "pact: 1\nagreement: %s\ntitle: Agreement %s\ncomplete_through: 2026-01-%02d\nparties: {a: A, b: B}\n" \
           "sources: {s: {publisher: A, title: T, kind: primary}}\n" \
           "instruments:\n  m: {title: Contract, announced: 2020-01-01, sources: [s]}\n" % (agreement, agreement, day)


def clauses(agreement, topic, n, number):
    text = "pact: 1\nagreement: %s\nclauses:\n" % agreement
    for i in range(n):
        text += "  %s.c%d:\n    title: Clause %d\n    kind: right\n    history:\n    - {act: establish, by: m, summary: 'Says %d.', terms: {n: %d}}\n" \
                % (topic, i, i, number, number)
    return text


class Corpus:
    """Documents, each in a file; what is written follows from them."""

    def __init__(self, rng, folder):
        self.rng, self.folder = rng, folder
        self.docs = []  # [file, text]
        self.extra = {}  # files of other text
        self.number = 0
        self.split = rng.random() < 0.4  # all files are below two folders, which are named to pact
        for i in range(rng.randint(1, 6)):
            self.add_agreement("agreement-%d" % i)

    def file(self):
        return "%s%s.%s" % (self.rng.choice(["x/", "y/"] if self.split else ["", "", "x/", "y/"]), self.rng.choice("abcdef"), "yaml")

    def add_agreement(self, name):
        self.docs.append([self.file(), head(name, self.rng.randint(1, 28))])
        for topic in self.rng.sample(["ip", "pay", "law", "end"], self.rng.randint(0, 3)):
            self.number += 1
            self.docs.append([self.file(), clauses(name, topic, self.rng.randint(1, 3), self.number)])

    def write(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        files = dict(self.extra)
        for file, text in self.docs:
            files[file] = files[file] + "---\n" + text if file in files else text
        for file, text in files.items():
            path = os.path.join(self.folder, file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as out:
                out.write(text)

    def mend(self):
        """Takes away what is broken, twice, or without a head."""
        self.extra, seen = {}, set()
        for doc in sorted(self.docs, key=lambda d: "complete_through" not in d[1]):
            lines = doc[1].splitlines()
            name, topic = lines[1], "" if "complete_through" in doc[1] else lines[3].split(".")[0]
            if (name, topic) in seen or (topic and (name, "") not in seen):
                self.docs.remove(doc)
            seen.add((name, topic))

    def change(self):
        rng = self.rng
        kind = rng.choice(["text", "text", "title", "move", "add", "remove", "rename", "exchange", "twice", "twice", "broken", "comment", "nothing", "same name"])
        doc = rng.choice(self.docs) if self.docs else None
        if kind == "text" and doc:
            self.number += 1
            doc[1] = doc[1].replace("Says ", "Says %d or " % self.number, 1)
        elif kind == "title" and doc:
            doc[1] = doc[1].replace("title: ", "title: New ", 1)
        elif kind == "move" and doc:
            doc[0] = self.file()
        elif kind == "add":
            self.add_agreement("agreement-%d" % rng.randint(0, 9))
        elif kind == "remove" and doc:
            self.docs.remove(doc)
        elif kind == "rename" and doc:
            name = self.file()
            for d in self.docs:
                if d[0] == doc[0]:
                    d[0] = name
        elif kind == "exchange" and doc:
            other = rng.choice(self.docs)[0]
            swap = {doc[0]: other, other: doc[0]}
            self.docs = [[swap.get(f, f), t] for f, t in self.docs]
        elif kind == "twice" and doc:
            sides = {"x": "y", "y": "x"}
            twin = sides[doc[0][0]] + doc[0][1:] if doc[0][1] == "/" else self.file()
            if twin not in [d[0] for d in self.docs]:  # the whole file, under the same name below another folder
                self.docs += [[twin, d[1]] for d in self.docs if d[0] == doc[0]]
        elif kind == "broken":
            self.extra[self.file()] = rng.choice(["a: [\n", "pact: 1\nagreement: x\n", "pact: 1\nagreement: agreement-0\nclauses: {ip.c0: 5}\n"])
        elif kind == "comment" and doc:
            doc[1] += "# a comment %d\n" % rng.randint(0, 99)
        elif kind == "same name":
            for side in ("x", "y"):
                self.number += 1
                name = "twin-%s-%d" % (side, self.number)
                self.docs.append(["%s/twin.yaml" % side, head(name, 1)])
        return kind


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def run(pact, work, *words):
    done = subprocess.run([pact, "compile"] + list(words), cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout, done.stderr


def steps(pact, work, rng, seed):
    corpus = Corpus(rng, os.path.join(work, "corpus"))
    other = b""
    for step in range(25):
        corpus.write()
        what = "seed %d, step %d" % (seed, step)
        paths = ["corpus"]
        if corpus.split:
            paths = [p for p in ("corpus/x", "corpus/y") if os.path.isdir(os.path.join(work, p))] or paths
        options = rng.choice([[], [], [], ["--threads", "1"], ["--plain"], ["--limit", "clauses=5"], ["--limit", "acts=5000"]])
        before = read(os.path.join(work, "over.pact"))
        over = run(pact, work, "-o", "over.pact", *options, *paths)
        shutil.copyfile(os.path.join(work, "over.pact"), os.path.join(work, "kept.pact")) if before or over[0] == 0 else None
        fresh = run(pact, work, "-o", "fresh.pact", "--fresh", *options, *paths)
        expect(what + ": exit code and messages", over == fresh, (over, fresh))
        if over[0] == 0:
            global compiled
            compiled += 1
            image = read(os.path.join(work, "over.pact"))
            expect(what + ": the bytes", image == read(os.path.join(work, "fresh.pact")))
            if rng.random() < 0.1:
                verified = run(pact, work, "--verify", "over.pact")
                expect(what + ": every byte", verified[0] == 0, verified)
            other = other or image
        else:
            expect(what + ": the image stays", read(os.path.join(work, "over.pact")) == before)
        spoil(rng, os.path.join(work, "over.pact"), other)
        if over[0] != 0 and rng.random() < 0.7:
            corpus.mend()
        corpus.change()
        while rng.random() < 0.4:
            corpus.change()


def spoil(rng, path, other):
    """Now and then what is compiled over is no image of these files, or is damaged."""
    data = read(path)
    if data is None or rng.random() > 0.15:
        return
    kind = rng.randrange(5)
    if kind == 0:
        data = data[:rng.randrange(len(data))]
    elif kind == 1:
        at = rng.randrange(len(data))
        data = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:]
    elif kind == 2:
        data = other
    elif kind == 3:
        data = b"no image"
    else:
        at = rng.randrange(max(0, len(data) - 700), len(data))  # the list of files, the directory, the footer
        data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1:]
    with open(path, "wb") as file:
        file.write(data)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("pact")
    a.add_argument("--rounds", type=int, default=25)
    a.add_argument("--seed", type=int, default=1)
    o = a.parse_args()
    for seed in range(o.seed, o.seed + o.rounds):
        work = tempfile.mkdtemp()
        try:
            steps(os.path.abspath(o.pact), work, random.Random(seed), seed)
        finally:
            shutil.rmtree(work)
    expect("enough of them are valid", compiled > 10 * o.rounds, compiled)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

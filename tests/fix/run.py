#!/usr/bin/env python3
"""`pact lint --fix` on corpora written in every way that YAML allows: run.py [--quick] PACT

Each corpus of the tests, and the shipped one, is written anew many times: keys shuffled, in lines or in braces, words
and days quoted or not, comments everywhere, either line end, with and without one at the end, several documents in a
file. Then --fix must leave the digest, every comment and all text as they were, must have nothing to do when run
again, and, where no comments stand in its way, must have brought all keys into order. What has errors must not be
touched. Ends with `N passed, M failed`."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
DATA = os.path.join(os.path.dirname(TESTS), "data")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*[A-Za-z0-9]$")
RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "open", "never", "today", "undisclosed", "unstated"}
# as docs/man/pact-corpus.5 lists them would do; these are DESIGN's examples and the shipped corpus
ORDER = {
    "document": "pact agreement title complete_through parties sources instruments events clauses acts",
    "source": "publisher title date url kind read note",
    "instrument": "title signed announced effective kind binding sources parties note reaffirms silent_on",
    "event": "title requires occurred announced ruled_out_through sources note",
    "clause": "title kind holder obligor exception_to note history",
    "act": "act by section announced sources from through until kind holder obligor terms drop summary provided_that caveats",
    "caveat": "kind text announced sources",
}
BELOW = {("document", "sources"): "sources", ("document", "instruments"): "instruments", ("document", "events"): "events",
         ("document", "clauses"): "clauses", ("document", "acts"): "acts", ("clause", "history"): "act", ("act", "terms"): "terms",
         ("act", "caveats"): "caveat"}
RECORD = {"sources": "source", "instruments": "instrument", "events": "event", "clauses": "clause", "acts": "act", "terms": "terms"}


def below(place, key):
    return RECORD.get(place) or BELOW.get((place, key), "elsewhere")


class Writer:
    """A document in a way of its own."""

    def __init__(self, rng, comments):
        self.rng, self.comments, self.n = rng, comments, 0

    def comment(self):
        self.n += 1
        return "# c%d: \"of\" - {something}" % self.n

    def maybe(self, chance):
        return self.rng.random() < chance

    def scalar(self, node, place, is_key=False):
        text = node.value
        if node.style is not None:
            return json.dumps(text, ensure_ascii=False)
        if WORD.match(text) and text.lower() not in RESERVED and self.maybe(0.3):
            return self.rng.choice(['"%s"', "'%s'"]) % text
        if not is_key and place not in ("terms", "elsewhere") and re.match(r"\d{4}-\d\d-\d\d$", text) and self.maybe(0.4):
            return '"%s"' % text
        return text

    def pairs(self, node):
        pairs = list(node.value)
        self.rng.shuffle(pairs)
        return pairs

    def flow(self, node, place):
        if isinstance(node, yaml.ScalarNode):
            text = self.scalar(node, place)
            # what is plain between braces must not look like a part of them
            return text if node.style is not None or not re.search(r"[,\[\]{}]|: |:$", text) else json.dumps(text, ensure_ascii=False)
        gap = self.rng.choice([", ", ",", " , "])
        if isinstance(node, yaml.SequenceNode):
            return "[" + gap.join(self.flow(n, place) for n in node.value) + "]"
        return "{" + gap.join("%s: %s" % (self.scalar(k, place, True), self.flow(v, below(place, k.value))) for k, v in self.pairs(node)) + "}"

    def block(self, node, place, indent, lines, lead):
        """The lines of a collection; `lead` stands before its first."""
        rest = " " * indent
        members = self.pairs(node) if isinstance(node, yaml.MappingNode) else [(None, n) for n in node.value]
        for i, (key, value) in enumerate(members):
            before = lead if i == 0 else rest
            if self.comments and self.maybe(0.15) and (i > 0 or not lead.strip()):
                if self.maybe(0.3):
                    lines.append("")
                lines.append(rest + " " * self.rng.choice([0, 0, 0, 2]) + self.comment())
            start = before + ("- " if key is None else self.scalar(key, place, True) + ":")
            inner = place if key is None else below(place, key.value)
            if isinstance(value, yaml.ScalarNode) or not value.value or self.maybe(0.3):
                start += ("" if key is None else " ") + self.flow(value, inner)
                lines.append(start + ("  " + self.comment() if self.comments and self.maybe(0.15) else ""))
            elif key is None:
                self.block(value, inner, indent + 2, lines, start)
            else:
                lines.append(start + ("  " + self.comment() if self.comments and self.maybe(0.1) else ""))
                deeper = indent + (2 if isinstance(value, yaml.MappingNode) or self.maybe(0.5) else 0)
                self.block(value, inner, deeper, lines, " " * deeper)
            if self.maybe(0.1):
                lines.append("")

    def text(self, documents):
        out = []
        for document in documents:
            out.append("---" if out or self.maybe(0.3) else "# first")
            self.block(document, "document", 0, out, "")
        end = self.rng.choice(["\n", "\r\n"])
        return end.join(out) + (end if self.maybe(0.7) else "")


def files(folder):
    return sorted(os.path.join(p, n) for p, _, names in os.walk(folder) for n in names
                  if n.endswith((".yaml", ".yml")) and ".checks." not in n)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def in_order(node, place="document"):
    """The mappings that are not in order."""
    if isinstance(node, yaml.SequenceNode):
        return [bad for n in node.value for bad in in_order(n, place)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [k.value for k, _ in node.value]
    order = ORDER.get(place, "").split()
    bad = [keys] if place in ORDER and keys != sorted(keys, key=order.index) else []
    return bad + [b for k, v in node.value for b in in_order(v, below(place, k.value))]


class Run:
    def __init__(self, pact, folder):
        self.pact, self.folder = os.path.abspath(pact), folder
        self.passed = self.failed = 0

    def check(self, right, label, detail=""):
        self.passed += bool(right)
        self.failed += not right
        if not right:
            print("FAILED %s: %s" % (label, str(detail)[:600]))

    def lint(self, *words):
        done = subprocess.run([self.pact, "lint", "-f", "json", *words], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60)
        return done.returncode, json.loads(done.stdout), done.stderr.decode()

    def one(self, label, texts, comments):
        shutil.rmtree(self.folder)
        os.mkdir(self.folder)
        for i, text in enumerate(texts):
            with open(os.path.join(self.folder, "f%02d.yaml" % i), "wb") as file:
                file.write(text.encode())
        code, before, _ = self.lint(".")
        if code != 0:
            self.check(False, label, "the test is wrong: %s in %s" % (before, texts[0][:2000]))
            return
        code, after, err = self.lint("--fix", ".")
        fixed = [read(path).decode() for path in files(self.folder)]
        self.check(code == 0 and before["corpus"] == after["corpus"], label, "exit %d, %s" % (code, err))
        told = {r["file"] for r in after["results"] if r["code"] == "fixed"}
        self.check(told == {"./f%02d.yaml" % i for i, (a, b) in enumerate(zip(texts, fixed)) if a != b}, label, "told of %s" % told)
        for old, new in zip(texts, fixed):
            comments_of = [sorted(re.findall(r"# (?:c\d+:[^\r\n]*|first)", text)) for text in (old, new)]
            self.check(comments_of[0] == comments_of[1], label, "a comment is lost")
            self.check(sorted(re.sub(r"[\s'\"]", "", old)) == sorted(re.sub(r"[\s'\"]", "", new)), label, "text is lost")
            self.check(("\r\n" in old) == ("\r\n" in new) and ("\r\n" in old) == (not re.search(r"[^\r]\n", new)), label, "line ends")
            if not comments:
                bad = [b for d in yaml.compose_all(new) for b in in_order(d)]
                self.check(not bad, label, bad)
        code, again, _ = self.lint("--fix", ".")
        self.check(code == 0 and [read(path).decode() for path in files(self.folder)] == fixed, label, "changed again")
        self.check(not any(r["code"] == "fixed" for r in again["results"]), label, "told of a change again")

    def corpus(self, folder, times):
        documents = [[d for d in yaml.compose_all(read(path).decode("utf-8-sig")) if d] for path in files(folder)]
        for seed in range(times):
            rng = random.Random("%s %d" % (os.path.basename(folder), seed))
            texts = []
            for group in documents:
                writer = Writer(rng, seed % 3 != 0)
                writer.n = 1000 * len(texts)
                texts.append(writer.text(group))
            self.one("%s, %d" % (os.path.basename(folder), seed), texts, seed % 3 != 0)

    def untouched(self, folder):
        """What has errors stays as it is, with the exit code that it has without --fix."""
        copy = os.path.join(self.folder, "copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        inputs = [p for p in files(copy)]
        old = [read(p) for p in inputs]
        code, _, _ = self.lint("copy")
        fixed, document, _ = self.lint("--fix", "copy")
        self.check(code == fixed, folder, "exit %d with --fix, else %d" % (fixed, code))
        self.check(code == 0 or old == [read(p) for p in inputs], folder, "touched")
        self.check(sorted(os.listdir(copy)) == sorted(os.listdir(folder)), folder, "files left behind")


def main(argv):
    quick = "--quick" in argv
    argv = [a for a in argv if a != "--quick"]
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "work")
        os.mkdir(work)
        run = Run(argv[1], work)
        for parent in (os.path.join(TESTS, "corpus", "valid"), os.path.join(TESTS, "cli", "corpora")):
            for name in sorted(os.listdir(parent)):
                run.corpus(os.path.join(parent, name), 6 if quick else 40)
        run.corpus(os.path.join(DATA, "microsoft-openai"), 3 if quick else 12)
        invalid = os.path.join(TESTS, "corpus", "invalid")
        for name in sorted(os.listdir(invalid)):
            run.untouched(os.path.join(invalid, name))
    print("%d passed, %d failed" % (run.passed, run.failed))
    return 1 if run.failed or not run.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

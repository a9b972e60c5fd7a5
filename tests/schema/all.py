#!/usr/bin/env python3
"""Holds every document of the program against its schema, and the corpus schema against the loader: all.py PACT

Answers, in JSON and in JSON lines, of every verb that has them: days, periods, scenarios, empty answers, failures, on
the test corpora and the built-in one. Then corpora: what the loader takes the schema takes as well, and what the
loader refuses for a reason that a schema can express (all codes but those named here) the schema refuses as well.
Ends with `N passed, M failed`."""

import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import jsonschema
import yaml

import check
import corpus as corpora

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
SCHEMAS = os.path.join(os.path.dirname(TESTS), "data", "schema")
DATA = os.path.dirname(SCHEMAS)
VALID = os.path.join(TESTS, "corpus", "valid")
INVALID = os.path.join(TESTS, "corpus", "invalid")
MORE = os.path.join(TESTS, "cli", "corpora")

# What a YAML reader sees before a schema does.
OF_THE_READER = {"encoding", "control-character", "line-break", "directive", "yaml-syntax", "anchor", "tag", "merge-key",
                 "bad-key", "duplicate-key", "duplicate-id", "empty", "limit", "ambiguous-scalar"}
# What takes more than one place, or a calendar, to see.
OF_THE_WHOLE = {"no-such-day", "given-twice", "unknown-reference", "self-reference", "unknown-drop", "drop-given", "no-history",
                "history-start", "history-order", "history-split", "no-source", "end-before-start", "ruled-out",
                "requires-cycle", "requires-conflict"}

QUESTIONS = [
    "", "--all", "-d 2031-01-01 --all", "-d 2015..2040 --all", "-d 2026", "-d 2026-Q1 --all", "-d 2024-06..2027-02", "-d 0001-01-01",
    "-d 9999-12-31 --all", "-d 0001-01-01..9999-12-31 --all", "-d 1999-01-01", "-d 1999-01-01 --all", "-d 2030-06-01",
    "-d 2030-06-01 -a *=never --all", "-d 2027..2036 -a *=never", "-d 2025-06-01 -k 2025-05-31 --all", "-d 2025 -k 2020-06-30 --all",
    "-d 2026-01-01 -k 2000-01-01 --all", "-d 2026-01-01 -k 2039-01-01", "-d 2026-01-01 --signed 2025-01-01 --all",
    "-d today+90d", "-d today-1y..today+1y", "-d 2026-01-01 --kind right", "-d 2026-01-01 --kind fact --all", "-d 2026-01-01 *e* *",
]
ACME = [
    "-d 2027-06-01 -a closing=2027-01-01 --all", "-d 2027 -a closing=2027-02-01..2027-03-31 brand", "-d 2027 -a closing=never -a acme-acquired=2027-05",
    "-d 2025-09 -a side-letter.signed=2025-09-10 warehouse supply.stock --all", "-d 2025-09 warehouse supply.stock",
    "-d 2026 supply.rebate", "-d 2026-01-01 --party acme --where exclusive=true", "-d 2026-01-01 --holder globex --obligor acme",
    "-d 2026-01-01 acme-globex/brand", "-d 2026 -a acme-globex/closing=2026-06 brand", "-d 2024-04..2024-12 -a first-delivery=never supply.rebate",
]
NOUNS = ["agreements", "topics", "clauses", "parties", "instruments", "events", "sources"]
FAILURES = [
    "query -d 2031-02-30", "query --frob", "query nope", "query -a nope=never", "query -a x", "query --where nope=1", "query --where x",
    "query -C {nowhere}", "query -C {bad}", "query -C {empty}", "query --limit x", "query -o {nowhere}/x", "query --value x", "query --kind x",
    "explain nope", "explain", "explain ip", "explain -d 2031 ip.license", "explain --replay {nowhere}", "explain --replay {bad}",
    "show nope", "show", "show -C {bad} x", "list nope", "list a b", "list -C {nowhere}", "list -C {bad}", "lint {nowhere}", "lint --stale x",
    "lint -C {bad} {bad}", "frobnicate", "",
]
BAD = """pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources: {s: {publisher: P, titel: S, kind: primary}}
instruments: {i: {title: I, announced: 2020-02-30, sources: [t]}, i: {title: I, announced: 2020-01-01}}
"""
CHECKS = """pact-checks: 1
scenarios: {never: {"*": never}}
checks:
  - {name: a, message: m, assert: any *, date: 2026, scenarios: [never], holds: sometime, under: some}
  - {date: 2030-06-01, clause: nope, status: depends}
  - {date: today, known: today, assert: not all *}
"""
LINES = """{"date": "2031-01-01"}
{"date": {"from": "2024-01-01", "through": "2030-01-01"}, "all": true}
{"date": "1999-01-01", "assume": {}}
{"date": "2031-01-01", "select": ["nope"]}
{"date": "2031-1-1"}
nonsense
"""


class Run:
    def __init__(self, pact, folder):
        self.pact = os.path.abspath(pact)
        self.passed = self.failed = 0
        self.schemas = check.Schemas(SCHEMAS)
        self.paths = {"bad": os.path.join(folder, "bad.yaml"), "nowhere": os.path.join(folder, "nowhere"), "empty": os.path.join(folder, "empty")}
        os.mkdir(self.paths["empty"])
        self.paths["checks"] = os.path.join(folder, "x.checks.yaml")
        with open(self.paths["checks"], "w", encoding="utf-8") as file:
            file.write(CHECKS)
        with open(self.paths["bad"], "w", encoding="utf-8") as file:
            file.write(BAD)
        self.environment = {k: v for k, v in os.environ.items() if k != "PACT_CORPUS"}
        self.environment.update(PACT_TODAY="2026-11-22", LC_ALL="C")

    def count(self, right, label, detail=""):
        if right:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED %s: %s" % (label, detail[:600]))

    def program(self, words, stdin=""):
        words = [w.format(**self.paths) if "{" in w else w for w in words]
        done = subprocess.run([self.pact] + words, input=stdin.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env=self.environment, timeout=120)
        return done.returncode, done.stdout.decode()

    def hold(self, label, text, schema=None):
        """All documents of a text against their schemas; returns them."""
        try:
            documents = check.documents(text)
            wrong = ["%s: %s" % (".".join(map(str, e.absolute_path)), e.message)
                     for d in documents for e in self.schemas.validator(d).iter_errors(d)]
            if schema is not None:
                wrong += ["schema %s" % d["schema"] for d in documents if d["schema"] != schema]
        except (ValueError, KeyError, OSError) as error:
            documents, wrong = None, ["%s in %r" % (error, text[:200])]
        self.count(not wrong, label, "\n  ".join(wrong[:4]))
        return documents

    def both(self, words, schema):
        """In JSON and in JSON lines: each right, and both the same."""
        found = []
        for form in ("json", "jsonl"):
            _, text = self.program(words + ["-f", form])
            found.append(self.hold(" ".join(words) + " -f " + form, text, schema))
        if schema != "pact.error/1":
            self.count(found[0] == found[1], " ".join(words), "JSON and JSON lines differ")


def answers(run):
    for name in ("acme", "two", "acts", "odd", None):
        folder = os.path.join(VALID if name in ("acme", "two") else MORE, name) if name else None
        at = ["-C", folder] if name else []
        for question in QUESTIONS + (ACME if name == "acme" else []):
            run.both(["query"] + at + question.split(), "pact.query/1")
        for day in ("1999-01-01", "2026-01-01", "2027-01-01", "2030-06-01", "2033-01-01"):
            run.both(["query", "--jointly", "-d", day] + at, "pact.jointly/1")
            run.both(["query", "--jointly", "--all", "-d", day, "-a", "*=never"] + at, "pact.jointly/1")
        for days in (["2025-06-30", "2025-07-01"], ["2024-01-01", "2031-01-01"], ["--known", "2025-10-27..2026-04-27", "-d", "2031-01-01"],
                     ["--known", "2024-06-01..2026-04-27", "-d", "all"]):
            run.both(["diff"] + days + at, "pact.diff/1")
        for other in (os.path.join(VALID, "acme"), os.path.join(MORE, "acts")):
            run.both(["diff", "--against", other] + at, "pact.against/1")
        run.both(["diff", "--against", os.path.join(VALID, "two"), "-d", "2026", "-k", "2025-08-01"] + at, "pact.against/1")
        for more in ([], ["-d", "2024-01-01"], ["-d", "2019-01-01", "--within", "6m"], ["-d", "2025-06-01", "-k", "2024-06-01"]):
            run.both(["next"] + more + at, "pact.next/1")
        for day in ("1999-01-01", "2022-06-01", "2025-06-01", "2031-01-01"):
            explanations(run, at, day)
        run.both(["timeline", "-d", "2026-06-01"] + at, "pact.timeline/1")
        run.both(["check", "-d", "2026-06-01", "any *", "not any *", "nope", "all *"] + at, "pact.check/1")
        run.both(["check", "--upcoming", "2y", "-d", "2025-06-01"] + at, "pact.check/1")
        run.both(["check", "-d", "2026", "--strict", "--undetermined", "skip", "--file", "{checks}", "-a", "*=never"] + at, "pact.check/1")
        run.both(["timeline", "--over", "known", "-d", "2026-06-01"] + at, "pact.beliefs/1")
        if name in ("acme", None):
            run.both(["timeline", "--plane", {"acme": "distribution.exclusivity"}.get(name, "ip.license")] + at, "pact.beliefs/1")
        for noun in NOUNS:
            run.both(["list", noun] + at, "pact.list/1")
            run.both(["list", noun, "--match", "zzz"] + at, "pact.list/1")
        run.both(["show", "*"] + at, "pact.show/1")
        run.both(["lint", "--strict", "--stale", "1d"] + ([folder] if name else []), "pact.lint/1")
        run.both(["lint", "--rule", "unused-event"] + ([folder] if name else []), "pact.lint/1")
        code, text = run.program(["batch"] + at, LINES)
        documents = run.hold("batch %s" % name, text)
        kinds = [d["schema"] for d in documents or []]
        run.count(code == 2 and kinds == ["pact.query/1"] * 3 + ["pact.error/1"] * 3, "batch %s" % name, str(kinds))


def explanations(run, at, day):
    """Of every clause: the explanation, its receipt, and the replay of that."""
    receipt = os.path.join(run.paths["empty"], os.pardir, "receipt.json")
    _, text = run.program(["list", "clauses", "-f", "tsv"] + at)
    for line in text.splitlines()[1:]:
        clause = "/".join(line.split("\t")[:2])
        run.both(["explain", "-d", day, clause] + at, "pact.explain/1")
    run.program(["explain", "-d", day, clause, "--receipt", receipt] + at)
    with open(receipt, encoding="utf-8") as file:
        for document in run.hold("receipt of %s" % clause, file.read(), "pact.receipt/1"):
            run.hold("what it holds", json.dumps(document["explanation"], default=str), "pact.explain/1")
    run.both(["explain", "--replay", receipt] + at, "pact.replay/1")
    with open(receipt, encoding="utf-8") as file:
        changed = file.read().replace('"results":[{"answer":{', '"results":[{"more":[1],"answer":{"titled":null,')
    with open(receipt, "w", encoding="utf-8") as file:
        file.write(changed)
    run.both(["explain", "--replay", receipt] + at, "pact.replay/1")


def failures(run):
    run.both(["lint", "--rules"], "pact.rules/1")
    for command in FAILURES:
        words = command.split()
        for form in ("json", "jsonl"):
            at = words[:1] + ["-f", form] + words[1:] if words else ["-f", form]
            code, text = run.program(at)
            documents = run.hold(" ".join(at), text, "pact.error/1")
            run.count(documents is not None and [d["code"] for d in documents] == [code] and code in (2, 4), " ".join(at), "exit %d" % code)
    run.both(["lint", "{bad}"], "pact.lint/1")
    run.both(["lint", "{empty}"], "pact.lint/1")


def schema_refuses(validator, folder):
    for path in corpora.files(folder):
        try:
            if not all(validator.is_valid(d) for _, d in corpora.documents(path)):
                return True
        except Exception:  # whatever Python's YAML says of it
            return True
    return False


def options(folder):
    """The limits and the age of reaffirmations that a folder is to be read with."""
    words = []
    for name, option in (("limits", "--limit"), ("stale", "--stale")):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                words += [w for line in file.read().split() for w in (option, line)]
    return words


def corpus_schema(run):
    with open(os.path.join(SCHEMAS, "corpus.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    valid = [os.path.join(parent, name) for parent in (VALID, MORE) for name in sorted(os.listdir(parent))]
    for folder in valid + [os.path.join(DATA, "microsoft-openai")]:
        code, _ = run.program(["lint", folder])
        run.count(code == 0 and not schema_refuses(validator, folder), folder, "loader %d, or refused by the schema" % code)
    for name in sorted(os.listdir(INVALID)) if os.path.isdir(INVALID) else []:
        folder = os.path.join(INVALID, name)
        code, text = run.program(["lint", "--json"] + options(folder) + [folder])
        documents = run.hold("lint " + name, text, "pact.lint/1")
        if code == 0:  # a warning
            run.count(not schema_refuses(validator, folder), name, "only a warning, but the schema refuses it")
        elif name in OF_THE_READER or name in OF_THE_WHOLE:
            run.count(code == 4, name, "the loader takes it")
        else:
            run.count(code == 4 and schema_refuses(validator, folder), name, "loader: exit %d, and the schema takes it" % code)
    refused = os.path.join(HERE, "refused.yaml")
    for line, document in corpora.documents(refused) if os.path.exists(refused) else []:
        run.count(not validator.is_valid(document), "refused.yaml:%d" % line, "this keeps the schema")


def checks_schema(run):
    with open(os.path.join(SCHEMAS, "checks.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    shipped = os.path.join(DATA, "microsoft-openai", "microsoft-openai.checks.yaml")
    run.count(not schema_refuses(validator, shipped), shipped, "refused by the schema")
    ((_, good),) = corpora.documents(shipped)
    first = good["checks"][0]
    for wrong in ({"clauses": "ip"}, {"status": "over"}, {"date": "2031-13-1"}, {"clause": "IP"}, {"name": ""}, {"assume": {"e": "soon"}}, {"terms": []}, {"assert": "ip"}):
        run.count(not validator.is_valid({**good, "checks": [{**first, **wrong}]}), str(wrong), "this keeps the schema of checks")
    run.count(not validator.is_valid({**good, "checks": []}), "no check", "this keeps the schema of checks")


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        run = Run(argv[1], folder)
        answers(run)
        failures(run)
        corpus_schema(run)
    checks_schema(run)
    print("%d passed, %d failed" % (run.passed, run.failed))
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

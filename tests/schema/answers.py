#!/usr/bin/env python3
"""Holds answers of the program against the schemas, and its tables against an independent reader.

    answers.py PACT SCHEMA_DIR [CORPUS...]

Without a CORPUS the built-in one is asked. Every question is put in JSON and in JSON lines, and
both must say the same; CSV and TSV must have the columns of the schema and a row for each result.
Exits 1 if something is wrong."""

import csv
import json
import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))

QUERIES = [
    [],
    ["--all"],
    ["-d", "2031-01-01", "--all"],
    ["-d", "2015..2040", "--all"],
    ["-d", "2028", "-a", "*=never"],
    ["-d", "2024-06-01", "-k", "2025-01-31", "--all"],
    ["-d", "2019-01-01"],
    ["-d", "0001-01-01", "--all"],
    ["-d", "9999-12-31", "--all"],
    ["--signed", "2024-01-01", "--all"],
    ["--kind", "right"],
]
NOUNS = ["agreements", "topics", "clauses", "parties", "instruments", "events", "sources"]
FAILURES = [["query", "-d", "2031-02-30"], ["query", "no-such-clause"], ["show", "no-such-clause"]]


class Checker:
    def __init__(self, pact, schemas, corpora):
        self.pact = pact
        self.schemas = schemas
        self.corpus = [a for path in corpora for a in ("--corpus", path)]
        self.bad = 0
        self.environment = dict(os.environ, LC_ALL="C", TZ="UTC0", PACT_TODAY="2026-11-22")
        self.environment.pop("PACT_CORPUS", None)

    def fail(self, command, text):
        print("%s: %s" % (" ".join(command), text))
        self.bad += 1

    def run(self, command, form, codes):
        full = [self.pact] + command + self.corpus + ["--format", form]
        done = subprocess.run(full, env=self.environment, capture_output=True)
        if done.returncode not in codes:
            self.fail(command, "exit %d\n%s" % (done.returncode, done.stderr.decode()))
        return done.stdout

    def schema(self, command, output):
        check = [sys.executable, os.path.join(FOLDER, "check.py"), self.schemas, "-"]
        done = subprocess.run(check, input=output, capture_output=True)
        if done.returncode != 0:
            self.fail(command, (done.stdout + done.stderr).decode()[:2000])

    def documents(self, command, codes):
        """The document in JSON, after a look at its twin in JSON lines."""
        output = self.run(command, "json", codes)
        lines = self.run(command, "jsonl", codes)
        self.schema(command, output)
        self.schema(command, lines)
        document = json.loads(output)
        head, *rows = [json.loads(line) for line in lines.decode().splitlines()]
        if dict(head, results=rows) != document:
            self.fail(command, "JSON and JSON lines differ")
        return document

    def columns(self, name):
        with open(os.path.join(self.schemas, name + ".schema.json"), encoding="utf-8") as file:
            return json.load(file)["definitions"]["result"]["required"]

    def tables(self, command, document, columns, codes):
        text = self.run(command, "csv", codes).decode()
        rows = list(csv.reader(text.split("\n")[:-1], strict=True))
        cells = [line.split("\t") for line in self.run(command, "tsv", codes).decode().splitlines()]
        for what, table in (("CSV", rows), ("TSV", cells)):
            if table[0] != columns:
                self.fail(command, "%s columns are %s" % (what, table[0]))
            if len(table) != len(document["results"]) + 1 or any(len(r) != len(columns) for r in table):
                self.fail(command, "%s is not a table of the results" % what)
        markdown = self.run(command, "markdown", codes).decode()
        if sum(line.startswith("| ") for line in markdown.splitlines()) != len(rows) + 1:
            self.fail(command, "Markdown is not a table of the results")


def main(argv):
    if len(argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    checker = Checker(argv[1], argv[2], argv[3:])
    for options in QUERIES:
        command = ["query"] + options
        document = checker.documents(command, (0, 1, 3))
        checker.tables(command, document, checker.columns("query"), (0, 1, 3))
    for noun in NOUNS:
        document = checker.documents(["list", noun], (0,))
        if document["results"]:
            checker.tables(["list", noun], document, list(document["results"][0]), (0,))
    checker.documents(["show", "*"], (0,))
    for command in FAILURES:
        checker.schema(command, checker.run(command, "json", (2,)))
    return 1 if checker.bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

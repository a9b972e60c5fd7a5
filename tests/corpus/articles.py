#!/usr/bin/env python3
"""Is everything that the appendix on the articles names in the corpus? articles.py PACT docs/articles.md

Read are the rows of tables and the lines that begin with "Source": `clause`, `clause:term`, `clause` (caveat: kind),
instrument `id`, source `id`, event `id`. Every row must name something, or say *Not taken up* and why.
Ends with `N passed, M failed`."""

import json
import re
import subprocess
import sys

NAME = re.compile(r"(?:(instrument|source|event) )?`([^`]+)`(?: \(caveat: (\w+)\))?", re.IGNORECASE)


def ask(pact, *arguments):
    done = subprocess.run([pact, *arguments, "--json"], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)["results"]


def corpus(pact):
    known = {noun: {row[noun] for row in ask(pact, "list", noun + "s")} for noun in ("instrument", "source", "event")}
    clauses = {}
    for row in ask(pact, "show", "*"):
        acts = row["history"]
        clauses[row["clause"]] = {
            "terms": {name for act in acts for key in ("terms", "absent", "reported") for name in act.get(key) or {}},
            "caveats": {caveat["kind"] for act in acts for caveat in act.get("caveats") or []},
        }
    return known, clauses


def fault(known, clauses, noun, name, caveat):
    if noun:
        return None if name in known[noun.lower()] else f"no {noun.lower()} '{name}'"
    clause, _, term = name.partition(":")
    if clause not in clauses:
        return f"no clause '{clause}'"
    if term and term not in clauses[clause]["terms"]:
        return f"'{clause}' has no term '{term}'"
    if caveat and caveat not in clauses[clause]["caveats"]:
        return f"'{clause}' has no caveat of kind '{caveat}'"
    return None


def main():
    known, clauses = corpus(sys.argv[1])
    passed = failed = rows = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        lines = file.read().split("\n## ", 1)[1].split("\n")
    for number, line in enumerate(lines, 1):
        row = re.fullmatch(r"\| (.+?) \| (.+) \|", line)
        if row and row[1] not in ("statement", "---"):
            rows += 1
            if not NAME.search(row[2]) and not re.match(r"\*Not taken up\*: \w", row[2]):
                print(f"names nothing: {line}")
                failed += 1
        text = row[2] if row else line if line.startswith("Source") else ""
        for noun, name, caveat in NAME.findall(text):
            wrong = fault(known, clauses, noun, name, caveat)
            passed += wrong is None
            failed += wrong is not None
            if wrong:
                print(f"{wrong}: {line}")
    if rows < 90:
        print(f"only {rows} statements were found")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

#!/usr/bin/env python3
"""What a checks file says of its corpus: checks.py PACT CHECKS.yaml

Each check names a clause, a day or a period, and the status that the clause must have on it (on every day of a period),
with `terms` that it must have then; `undisclosed` and `unstated` are kinds of absence. Also held here: the names are
distinct, and that the file is the table that it claims to be (see `complete`).
Ends with `N passed, M failed`."""

import datetime
import json
import os
import subprocess
import sys

import yaml

KEYS = {"name", "date", "known", "assume", "clause", "status", "terms"}
STATUSES = {"in_force", "ended", "not_yet", "suspended", "depends"}
ABSENT = ("undisclosed", "unstated")
DAY = datetime.timedelta(days=1)


def text(value):
    """Days as pact reads them, whatever the YAML library made of them."""
    if isinstance(value, dict):
        return {str(key): text(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value


def load(path):
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    assert document["pact-checks"] == 1
    checks = []
    for check in document["checks"]:
        assert not check.keys() - KEYS, check
        assert check["status"] in STATUSES, check
        checks.append({**document["defaults"], **check})
    return checks


def question(check):
    return {"date": text(check["date"]), "known": text(check["known"]), "assume": text(check.get("assume", {})),
            "select": [check["clause"]], "all": True}


def ask(pact, folder, questions):
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    done = subprocess.run([pact, "batch", "-C", folder], input=lines.encode(), stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def same(expected, row, name):
    if expected in ABSENT:
        return row["absent"].get(name) == expected
    return row["absent"].get(name) is None and row["terms"].get(name) == text(expected) and \
        isinstance(expected, bool) == isinstance(row["terms"].get(name), bool)


def faults(check, answer):
    rows = [row for row in answer.get("results", []) if row["clause"] == check["clause"]]
    if not rows:
        return ["no answer: " + answer.get("message", "the clause is not there")]
    found = []
    for row in rows:
        if row["status"] != check["status"]:
            found.append(f"expected {check['status']}, found {row['status']} from {row['from']} through {row['through']}")
        for name, value in check.get("terms", {}).items():
            if not same(value, row, name):
                found.append(f"expected {name}: {value}, found {row['terms'].get(name)} {row['absent'].get(name)}")
    return found


def whole(day):
    return isinstance(day, datetime.date)


def complete(pact, folder, checks):
    """Is there something on both sides of each day on which the parties changed the contract?"""
    listed = subprocess.run([pact, "list", "instruments", "--json", "-C", folder], stdout=subprocess.PIPE, check=True)
    found = []
    days = set()
    for check in checks:
        for part in str(text(check["date"])).split(".."):
            days.add(part)
    for row in json.loads(listed.stdout)["results"]:
        signed = row["signed"] or row["announced"]
        if row["kind"] not in ("contract", "amendment") or len(signed) != 10:
            continue
        day = datetime.date.fromisoformat(row["announced"])
        for side in (day, day - DAY):
            asked = any(c["known"] == side or text(c["date"]) == side.isoformat() for c in checks) or side.isoformat() in days
            if not asked:
                found.append(f"{row['instrument']}: nothing asks about {side}")
    listed = subprocess.run([pact, "list", "events", "--json", "-C", folder], stdout=subprocess.PIPE, check=True)
    for row in json.loads(listed.stdout)["results"]:
        assumed = [c.get("assume", {}) for c in checks]
        if not any(whole(a.get(row["event"])) for a in assumed):
            found.append(f"{row['event']}: nothing asks what happens if it comes")
        if not any(a.get(row["event"]) == "never" or a.get("*") == "never" for a in assumed):
            found.append(f"{row['event']}: nothing asks what happens if it does not come")
    return found


def main():
    pact, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    folder = os.path.dirname(path)
    checks = load(path)
    names = [check["name"] for check in checks]
    failed = 0
    for check, answer in zip(checks, ask(pact, folder, map(question, checks)), strict=True):
        for fault in faults(check, answer):
            print(f"{path}: {check['name']} ({check['clause']} on {text(check['date'])}, as known on {check['known']}): {fault}")
            failed += 1
    for fault in complete(pact, folder, checks) + sorted({f"the name is given twice: {n}" for n in names if names.count(n) > 1}):
        print(f"{path}: {fault}")
        failed += 1
    if len(checks) < 80:
        print(f"{path}: {len(checks)} checks are few")
        failed += 1
    print(f"{len(checks) - min(failed, len(checks))} passed, {failed} failed")
    return failed > 0


sys.exit(main())

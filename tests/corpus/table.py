#!/usr/bin/env python3
"""Is the checks file of a corpus the table that it claims to be? table.py PACT CHECKS.yaml

`pact check` runs the file; here it is held that there is a row for both sides of each day on which the parties changed the
contract, and for both ways in which each event may turn out. Ends with `N passed, M failed`."""

import datetime
import json
import os
import subprocess
import sys

import yaml

DAY = datetime.timedelta(days=1)


def text(value):
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def listed(pact, folder, noun):
    done = subprocess.run([pact, "list", noun, "--json", "-C", folder], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)["results"]


def sides(pact, folder, checks):
    """(what, is there a row) of each side of each change."""
    days = {part for c in checks for part in text(c["date"]).split("..")} | {text(c["known"]) for c in checks}
    for row in listed(pact, folder, "instruments"):
        signed = row["signed"] or row["announced"]
        if row["kind"] in ("contract", "amendment") and len(signed) == 10:
            day = datetime.date.fromisoformat(row["announced"])
            for side in (day, day - DAY):
                yield f"{row['instrument']}: {side}", side.isoformat() in days


def turns(pact, folder, checks):
    """The same of each way in which an event may turn out."""
    assumed = [c.get("assume", {}) for c in checks]
    for row in listed(pact, folder, "events"):
        yield f"{row['event']}: if it comes", any(isinstance(a.get(row["event"]), datetime.date) for a in assumed)
        yield f"{row['event']}: if it does not", any("never" in (a.get(row["event"]), a.get("*")) for a in assumed)


def main():
    pact, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    folder = os.path.dirname(path)
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    checks = [{**document["defaults"], **check} for check in document["checks"]]
    rows = [("80 rows or more", len(checks) >= 80), *sides(pact, folder, checks), *turns(pact, folder, checks)]
    for what, there in rows:
        if not there:
            print(f"{path}: no row for {what}")
    failed = sum(not there for _, there in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

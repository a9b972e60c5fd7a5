#!/usr/bin/env python3
"""Timelines over knowledge against the answers of each of its days: beliefs.py --pact PACT [--quick] [--seed S]

On random corpora, `pact timeline --over known` for some days, and `--plane` for each clause: on every day asked, as known on
every day of knowledge that is tried (those near all edges, and others), exactly one row holds, and it says what `pact query`
says. Ends with `N passed, M failed`."""

import argparse
import datetime
import json
import os
import random
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate  # noqa: E402
import harness  # noqa: E402
import subprocess  # noqa: E402

ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
KEYS = ("status", "applies", "why", "kind", "holder", "obligor", "ends", "window", "terms", "absent", "reported", "summary",
        "provided_that", "basis", "depends_on")


def ask(pact, *words):
    done = subprocess.run([pact, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV, check=False)
    if done.returncode != 0:
        raise AssertionError((words, done.returncode, done.stderr.decode()))
    return harness.parse(done.stdout.decode())["results"]


def plus(day, text):
    """`known+1d+2m-1d` on a day of knowledge, from left to right; a month's end clamps."""
    for sign, count, unit in re.findall(r"([+-])([0-9]+)([dwmy])", text):
        step = int(sign + count)
        if unit in "dw":
            day += datetime.timedelta(days=step * (7 if unit == "w" else 1))
            continue
        year, month = divmod(day.year * 12 + day.month - 1 + step * (12 if unit == "y" else 1), 12)
        after = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
        day = datetime.date(year, month + 1, min(day.day, (after - datetime.timedelta(days=1)).day))
    return day.isoformat()


def edge(text, known, openly):
    if text is None:
        return openly
    return plus(datetime.date.fromisoformat(known), text) if text.startswith("known") else text


def holds(row, date, known):
    return ((row["known_from"] or "0") <= known <= (row["known_through"] or "9999-99")
            and edge(row["from"], known, "0") <= date <= edge(row["through"], known, "9999-99"))


def relative(cases):
    return [{**case, "when": [{k: None if k in ("by", "not_by") else v for k, v in w.items()} for w in case["when"]]} for case in cases]


def near(rng, days):
    step = rng.choice([0, 0, 1, -1, rng.randint(-40, 40), rng.randint(-400, 400)])
    day = datetime.date.fromisoformat(rng.choice(days)).toordinal() + step
    return datetime.date.fromordinal(min(max(day, 1), datetime.date.max.toordinal())).isoformat()


def edges(rows):
    return sorted({row[key] for row in rows for key in ("known_from", "known_through", "from", "through") if row[key] and row[key][0] != "k"} | {"2024-06-01"})


def compare(pact, folder, rows, points, clauses):
    """One row a clause holds at each point, and says what the answer says."""
    questions = [{"date": date, "known": known, "all": True} for date, known in points]
    faults = []
    for (date, known), line in zip(points, harness.batch(pact, folder, questions)):
        for answer in harness.parse(line)["results"]:
            name = (answer["agreement"], answer["clause"])
            if name not in clauses:
                continue
            found = [row for row in rows if (row["agreement"], row["clause"]) == name and holds(row, date, known)]
            if len(found) != 1:
                faults.append(f"{name} on {date} as known on {known}: {len(found)} rows")
                continue
            wrong = [key for key in KEYS if not harness.same(found[0][key], answer[key])]
            if not harness.same(relative(found[0]["cases"]), relative(answer["cases"])):
                wrong.append("cases")
            if wrong:
                faults.append(f"{name} on {date} as known on {known}: other {wrong}: {harness.show(found[0])} / {harness.show(answer)}")
    return faults


def swaps(agreement, clause):
    """Offsets in days and in months, which change places with the calendar: such a clause has no plane."""
    text = json.dumps(clause, default=str) + json.dumps(agreement["instruments"], default=str)
    return len({unit in "dw" for unit in re.findall(r'"plus": "\d+([dwmy])"', text)}) == 2


def check_corpus(pact, seed, rng, count):
    agreements = generate.corpus(seed)
    folder = harness.write_folder(generate.files(agreements, seed))
    every = {(g["agreement"], name) for g in agreements for name in g["clauses"]}
    some = edges(ask(pact, "timeline", "-C", folder, "--over", "known", "-d", "2024-06-01", "--json"))
    for date in sorted({near(rng, some) for _ in range(3)}):
        rows = ask(pact, "timeline", "-C", folder, "--over", "known", "-d", date, "--json")
        points = [(date, near(rng, edges(rows))) for _ in range(count)]
        yield f"over known -d {date}", compare(pact, folder, rows, points, every)
    for agreement in agreements:
        for name, clause in agreement["clauses"].items():
            if swaps(agreement, clause):
                continue
            key = (agreement["agreement"], name)
            rows = ask(pact, "timeline", "-C", folder, "--plane", "/".join(key), "--json")
            points = [(near(rng, edges(rows)), near(rng, edges(rows))) for _ in range(count)]
            yield f"plane {key}", compare(pact, folder, rows, points, {key})
    harness.drop_folder(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pact", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    options = parser.parse_args()
    pact, rng = os.path.abspath(options.pact), random.Random(options.seed)
    passed = failed = 0
    for number in range(options.corpora or (8 if options.quick else 20)):
        seed = options.seed * 1000 + number
        for what, found in check_corpus(pact, seed, rng, 12 if options.quick else 30):
            passed += not found
            failed += bool(found)
            for fault in found[:2]:
                print(f"corpus {seed}: {what}: {fault}"[:1500])
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

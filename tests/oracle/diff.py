#!/usr/bin/env python3
"""`pact diff` against the answers of `pact query`: diff.py --pact PACT [--quick] [--seed S] [--corpora N]

On random corpora, between random days and random days of knowledge: the differences, applied to the first answers, give the
second ones, and no difference is listed that is none; the exit code says what kind they are. A day and itself, and a day as
known on one and the same day, do not differ. Over a period, and over all days, the stretches that are told give on each day
what is told of that day alone.
Ends with `N passed, M failed`."""

import argparse
import datetime
import decimal
import json
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate  # noqa: E402
import harness  # noqa: E402

FIELDS = ("status", "kind", "holder", "obligor", "ends", "provided_that")
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})


def ask(pact, *words):
    done = subprocess.run([pact, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV, check=False)
    return done.returncode, json.loads(done.stdout, parse_float=decimal.Decimal)


def leaves(row, value=None, path=""):
    """Terms by dotted path, as `diff` writes them; maps are gone into."""
    found = {}
    for name, item in (row["terms"] if value is None else value).items():
        at = path + name
        if at in row["absent"]:
            reported = row["reported"].get(at)
            found[at] = {"absent": row["absent"][at], "reported": {name: reported} if reported else {}}
        elif isinstance(item, dict) and item:
            found.update(leaves(row, item, at + "."))
        else:
            found[at] = {"value": item}
    return found


def relative(cases):
    """Cases without the day that they are relative to."""
    found = [{k: c[k] for k in ("when", "status", "terms", "absent", "reported")} for c in cases]
    for case in found:
        case["when"] = [{k: None if k in ("by", "not_by") else v for k, v in w.items()} for w in case["when"]]
    return found


def below(path, top):
    return path == top or path.startswith(top + ".")


def faults(a, b, changes):
    terms, found = leaves(a), []
    state = {field: a[field] for field in FIELDS}
    cases = relative(a["cases"])
    for change in changes:
        field, path = change["field"], change["field"].removeprefix("terms.")
        if path != field:
            if change["old"] == change["new"] and "value" not in (change["old"] or {}):
                found.append(f"no difference: {change}")
            terms = {p: v for p, v in terms.items() if not below(p, path)}
            if change["new"] is not None:
                new = change["new"]
                inner = {k: v for k, v in leaves(b).items() if below(k, path)}
                if list(inner) == [path] and inner[path] != new:
                    found.append(f"{path} is {inner[path]}, not {new}")
                terms.update(inner)
        elif field == "cases":
            cases = relative(change["new"])
        else:
            if state[field] != change["old"] or (change["old"] == change["new"] and field not in a["differs"] + b["differs"]):
                found.append(f"{field} is {state[field]}: {change}")
            state[field] = change["new"]
    if terms != leaves(b):
        found.append(f"terms {terms} are not {leaves(b)}")
    found += [f"{f}: {state[f]} is not {b[f]}" for f in FIELDS if state[f] != b[f]]
    if cases != relative(b["cases"]):
        found.append("other cases")
    return found


def expected_exit(pairs):
    definite = [a["status"] != "depends" and b["status"] != "depends" for a, b, changes in pairs if changes]
    return 1 if any(definite) else 3 if definite else 0


def compare(pact, folder, first, second, words):
    (_, a), (_, b) = (ask(pact, "query", "-C", folder, "--all", "--json", *side) for side in (first, second))
    code, listed = ask(pact, "diff", "-C", folder, "--json", *words)
    if "results" not in a or "results" not in b:
        return [] if code == 2 else ["a side has no answer, and diff has"]
    rows = {(r["agreement"], r["clause"]): r for r in a["results"]}
    found, pairs = [], []
    for row in b["results"]:
        key = (row["agreement"], row["clause"])
        changes = [c for c in listed["results"] if (c["agreement"], c["clause"]) == key]
        pairs.append((rows[key], row, changes))
        found += [f"{key}: {fault}" for fault in faults(rows[key], row, changes)]
    if code != expected_exit(pairs):
        found.append(f"exit code {code}, expected {expected_exit(pairs)}")
    return found


def compare_period(pact, folder, rng, knowns, first, last):
    """On days of a period, near the edges of its stretches too: the differences that hold there, as on one day."""
    span = "all" if first is None else f"{first}..{last}"
    code, listed = ask(pact, "diff", "-C", folder, "--json", "--known", f"{knowns[0]}..{knowns[1]}", "-d", span)
    if "results" not in listed:
        return [] if code == 2 else [f"refused with {code}"]
    asked = {day(rng) for _ in range(4)}
    for row in listed["results"]:
        for edge, step in ((row["from"], -1), (row["from"], 0), (row["through"], 0), (row["through"], 1)):
            if edge and rng.random() < 0.3:
                asked.add((datetime.date.fromisoformat(edge) + datetime.timedelta(days=step)).isoformat())
    found, exits = [], set()
    for at in rng.sample(sorted(asked), min(6, len(asked))):
        if first is not None and not first <= at <= last:
            continue
        (_, a), (_, b) = (ask(pact, "query", "-C", folder, "--all", "--json", "-d", at, "-k", known) for known in knowns)
        rows = {(r["agreement"], r["clause"]): r for r in a["results"]}
        for row in b["results"]:
            key = (row["agreement"], row["clause"])
            changes = [c for c in listed["results"] if (c["agreement"], c["clause"]) == key
                       and (c["from"] or "0000") <= at <= (c["through"] or "9999-12-32")]
            found += [f"{key} on {at}: {fault}" for fault in faults(rows[key], row, changes)]
            exits.add(expected_exit([(rows[key], row, changes)]))
    if (code == 0) != (listed["results"] == []) or (1 in exits and code != 1) or (3 in exits and code == 0):
        found.append(f"exit code {code}, of some days {exits}")
    return found


def day(rng):
    return (datetime.date(2018, 1, 1) + datetime.timedelta(days=rng.randrange(5000))).isoformat()


def check_corpus(pact, folder, rng, rounds):
    for _ in range(rounds):
        d1, d2, k1, k2 = (day(rng) for _ in range(4))
        near = (datetime.date.fromisoformat(d1) + datetime.timedelta(days=1)).isoformat()
        for words, first, second in (
            ([d1, d2, "-k", k1], ["-d", d1, "-k", k1], ["-d", d2, "-k", k1]),
            ([d1, near], ["-d", d1], ["-d", near]),
            (["--known", f"{k1}..{k2}", "-d", d1], ["-d", d1, "-k", k1], ["-d", d1, "-k", k2]),
        ):
            yield words, compare(pact, folder, first, second, words)
        for first, last in ((None, None), (min(d1, d2), max(d1, d2))):
            yield ["--known", k1, k2, str(first), str(last)], compare_period(pact, folder, rng, (k1, k2), first, last)
        for words in ([d1, d1], ["--known", f"{k1}..{k1}", "-d", d1], ["--known", f"{k1}..{k1}", "-d", "all"]):
            code, listed = ask(pact, "diff", "-C", folder, "--json", *words)
            yield words, [] if code == 0 and listed["results"] == [] else ["a day differs from itself"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pact", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    options = parser.parse_args()
    pact, rng = os.path.abspath(options.pact), random.Random(options.seed)
    passed = failed = 0
    for number in range(options.corpora or (8 if options.quick else 16)):
        seed = options.seed * 1000 + number
        folder = harness.write_folder(generate.files(generate.corpus(seed), number))
        for words, found in check_corpus(pact, folder, rng, 1 if options.quick else 3):
            passed += not found
            failed += bool(found)
            for fault in found[:3]:
                print(f"corpus {seed}: diff {' '.join(words)}: {fault}")
        harness.drop_folder(folder)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

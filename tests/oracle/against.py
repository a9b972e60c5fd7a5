#!/usr/bin/env python3
"""`pact diff --against` against the answers of `pact query`: against.py --pact PACT [--quick] [--seed S]

On random corpora, each with one field of it changed, and with several:
- shuffled and written in another style, nothing differs; it does if, and only if, the digests do;
- on any day, as known on any day, what is told to hold there is what the two answers differ in: the differences of A and B,
  applied to A's answer, give B's;
- a word that is changed in a term, a summary, a title, a note, a section, a caveat or a source is one difference, and that.
Ends with `N passed, M failed`."""

import argparse
import copy
import datetime
import json
import os
import random
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate  # noqa: E402
import harness  # noqa: E402

ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
FIELDS = ("status", "why", "kind", "holder", "obligor", "ends", "window", "summary", "provided_that", "confirmed", "silent_since", "basis")


def ask(pact, *words):
    done = subprocess.run([pact, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV, check=False)
    return done.returncode, json.loads(done.stdout, parse_float=str, parse_int=str), done.stderr.decode()


# --- what two answers differ in ---------------------------------------------------------------------------------------------------


def leaves(state, value=None, path=""):
    found = {}
    for name, item in (state["terms"] if value is None else value).items():
        at = path + name
        if at in state["absent"]:
            figure = state["reported"].get(at)
            found["terms." + at] = {"absent": state["absent"][at], "reported": {name: figure} if figure else {}}
        elif isinstance(item, dict) and item:
            found.update(leaves(state, item, at + "."))
        else:
            inner = [{name + k[len(at):]: v for k, v in state[kind].items() if k.startswith(at + ".")} for kind in ("absent", "reported")]
            found["terms." + at] = {"value": item, "absent": inner[0], "reported": inner[1]} if inner[0] else {"value": item}
    return found


def relative(cases):
    found = copy.deepcopy(cases)
    for case in found:
        case["when"] = [{k: None if k in ("by", "not_by") else v for k, v in w.items()} for w in case["when"]]
    return found


def changes(old, new):
    """As sets of (field, old, new), each in JSON: what `diff` must tell of two rows."""
    a, b = relative(old["cases"]), relative(new["cases"])
    aligned = bool(a) and [(c["when"], c["status"]) for c in a] == [(c["when"], c["status"]) for c in b]
    pairs = [({f: r[f] for f in FIELDS}, {f: s[f] for f in FIELDS}) for r, s in [(old, new)]]
    pairs[0][0]["cases"], pairs[0][1]["cases"] = a, b
    if old["status"] != new["status"]:
        del pairs[0][0]["why"], pairs[0][1]["why"]
    if aligned:
        for side in pairs[0]:
            del side["ends"], side["summary"], side["cases"]
        pairs += [({"ends": c["ends"], "summary": c["summary"], **leaves(c)}, {"ends": d["ends"], "summary": d["summary"], **leaves(d)})
                  for c, d in zip(a, b)]
    else:
        pairs[0][0].update(leaves(old))
        pairs[0][1].update(leaves(new))
    found = set()
    for one, other in pairs:
        for field in {**one, **other}:
            if one.get(field) != other.get(field):
                found.add((field, key(one.get(field)), key(other.get(field))))
    return found


def key(value):
    return json.dumps(value, sort_keys=True)


# --- what is told -----------------------------------------------------------------------------------------------------------------


def shift(day, text):
    """`known+1d+2m-1d` on a day of knowledge: left to right."""
    for part in text.replace("-", "+-").split("+"):
        if part in ("known", ""):
            continue
        count, unit = int(part[:-1]), part[-1]
        if unit in "dw":
            day += datetime.timedelta(days=count * (7 if unit == "w" else 1))
        else:
            months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
            year, month = divmod(months, 12)
            length = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(days=1)).day
            day = datetime.date(year, month + 1, min(day.day, length))
    return day.isoformat()


def edge(text, known):
    return text if text is None or not text.startswith("known") else shift(datetime.date.fromisoformat(known), text)


def holds(row, date, known):
    for place in row["where"] or []:
        y, x = place["known"], place["date"]
        if (y["from"] or "0") <= known <= (y["through"] or "9999-99") and (edge(x["from"], known) or "0") <= date <= (edge(x["through"], known) or "9999-99"):
            return True
    return False


def near(rng, days):
    day = datetime.date.fromisoformat(rng.choice(days)) + datetime.timedelta(days=rng.choice([0, 0, 1, -1, rng.randint(-60, 60)]))
    return day.isoformat()


def swaps(agreement, clause):
    """Has a clause offsets in days and in months, which change places with the calendar? Its answers are not compared then."""
    text = json.dumps(clause, default=str) + json.dumps(agreement["instruments"], default=str)
    units = {word[-1] in "dw" for word in re.findall(r'"plus": "(\d+[dwmy])"', text)}
    return len(units) == 2


def check_points(pact, folders, rng, told, count, skipped):
    days = sorted({d for row in told for place in row["where"] or [] for side in place.values() for d in side.values() if d and d[0] != "k"} | {"2024-03-01", "2025-01-01"})
    faults = []
    for _ in range(count):
        date, known = near(rng, days), near(rng, days)
        sides = []
        for folder in folders:
            _, document, _ = ask(pact, "query", "-C", folder, "--all", "--json", "-d", date, "-k", known)
            sides.append({(r["agreement"], r["clause"]): r for r in document["results"]})
        for clause in (sides[0].keys() & sides[1].keys()) - skipped:
            expected = changes(sides[0][clause], sides[1][clause])
            rows = [r for r in told if (r["agreement"], r["clause"]) == clause and r["subject"] == "answer" and holds(r, date, known)]
            got = {(r["field"], key(r["old"]), key(r["new"])) for r in rows}
            if got != expected:
                faults.append(f"{clause} on {date} as known on {known}: told {sorted(got - expected)[:2]}, not told {sorted(expected - got)[:2]}")
            if len(rows) != len(got):
                faults.append(f"{clause} on {date} as known on {known}: told twice")
    return faults


# --- one field ----------------------------------------------------------------------------------------------------------------------


def places(agreements):
    """(what, container, key): texts that may be changed to one that is nowhere else, and terms."""
    for agreement in agreements:
        yield "agreement", "title", agreement, "title"
        for kind, fields in (("sources", ("title", "publisher", "url", "note")), ("instruments", ("title", "note")), ("events", ("title", "note"))):
            for row in agreement[kind].values():
                for field in fields:
                    if field in row:
                        yield kind[:-1], field, row, field
        for name in agreement["parties"]:
            yield "party", "name", agreement["parties"], name
        for clause in agreement["clauses"].values():
            yield "clause", "title", clause, "title"
            for act in clause["history"]:
                for field in ("summary", "section", "provided_that"):
                    if field in act:
                        yield "act", field, act, field
                for caveat in act.get("caveats", []):
                    yield "act", "caveats", caveat, "text"
                for name, value in (act.get("terms") or {}).items():
                    if isinstance(value, (str, bool)):
                        yield "act", "terms." + name, act["terms"], name


def one_field(agreements, rng):
    changed = copy.deepcopy(agreements)
    what, field, container, name = rng.choice(list(places(changed)))
    container[name] = "a word that is nowhere else"
    return changed, what, field


def several(agreements, rng, seed):
    """Anything: days, whole acts, whole clauses; what pact does not take is not compared."""
    changed = copy.deepcopy(agreements)
    for agreement in changed:
        other = generate.corpus(seed + 500_000)[0]
        for name, clause in list(agreement["clauses"].items()):
            odds = rng.random()
            if odds < 0.1 and len(agreement["clauses"]) > 1:
                del agreement["clauses"][name]
            elif odds < 0.4 and len(clause["history"]) > 1:
                clause["history"].pop(rng.randrange(1, len(clause["history"])))
            elif odds < 0.6:
                act = rng.choice(clause["history"])
                if "through" in act or "until" in act:
                    act.pop("until", None)
                    act["through"] = rng.choice(["2026", "2027-03-31", "2024-08"])
        event = rng.choice(list(agreement["events"].values()) or [None])
        if event and "occurred" not in event and rng.random() < 0.4:
            event["ruled_out_through"] = min(agreement["complete_through"], "2024-02-01")
        if rng.random() < 0.3 and agreement["complete_through"] > "2024-06":
            agreement["complete_through"] = max("2024-06-01", *[str(i["announced"])[:10] for i in agreement["instruments"].values() if len(str(i["announced"])) == 10] or ["2024-06-01"])
        del other
    return changed


def check_corpus(pact, seed, rng, points):
    agreements = generate.corpus(seed)
    a = harness.write_folder(generate.files(agreements, seed))
    made = [a]
    skipped = {(g["agreement"], name) for g in agreements for name, clause in g["clauses"].items() if swaps(g, clause)}

    def against(files, label):
        folder = harness.write_folder(files)
        made.append(folder)
        code, document, error = ask(pact, "diff", "-C", folder, "--against", a, "--json")
        if code in (2, 4):
            return folder, None, [] if label == "several" and code == 4 else [f"{label}: exit {code}: {error[:300]}"]
        same = document["corpus"]["digest"] == document["query"]["against"]["digest"]
        faults = []
        if same != (document["results"] == []) or same != (code == 0):
            faults.append(f"{label}: exit {code}, {len(document['results'])} differences, digests {'the same' if same else 'other'}")
        return folder, document["results"], faults

    _, rows, faults = against(generate.files(agreements, seed + 1), "another style")
    yield faults + ["a style differs"] * bool(rows)
    for _ in range(3):
        changed, what, field = one_field(agreements, rng)
        folder, rows, faults = against(generate.files(changed, seed + 2), f"{what} {field}")
        exact = [] if rows is None else [(r["subject"], r["field"]) for r in rows]
        subjects = ("answer", "act") if what == "act" else (what,)
        if rows is not None and not (len(exact) == 1 and exact[0][0] in subjects and exact[0][1] == field):
            faults.append(f"one word of {what} {field} is {exact}")
        if rows is not None and len(exact) == 1 and "a word that is nowhere else" not in key(rows[0]["new"]):
            faults.append(f"the word is not in {rows[0]}")
        if rows:
            faults += check_points(pact, (a, folder), rng, rows, points, skipped)
        yield faults
    folder, rows, faults = against(generate.files(several(agreements, rng, seed), seed + 3), "several")
    if rows:
        faults += check_points(pact, (a, folder), rng, rows, points * 3, skipped)
    yield faults
    for folder in made:
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
    for number in range(options.corpora or (12 if options.quick else 30)):
        seed = options.seed * 1000 + number
        for found in check_corpus(pact, seed, rng, 5 if options.quick else 8):
            passed += not found
            failed += bool(found)
            for fault in found[:3]:
                print(f"corpus {seed}: {fault}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())

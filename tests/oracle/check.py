#!/usr/bin/env python3
"""`pact check` against the enumeration of courses, day by day: check.py --pact PACT [--quick] [--seed S] [--only I]

On random corpora, check files of random assertions and expected statuses, on days and over periods, with all quantifiers. What
each must come to is found here from the walk of the oracle: every day of the period in every course, where a course gives each
unknown any day that could make a difference. Nothing of how the program cuts days into regions is used.
Ends with `N passed, M failed`."""

import argparse
import datetime
import decimal
import functools
import itertools
import json
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generate  # noqa: E402
import harness  # noqa: E402
import oracle  # noqa: E402

T, F, U = "pass", "fail", "undetermined"
NOT = {T: F, F: T, U: U}
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
MOST = 40_000  # course-days that are worth trying


def conj(values):
    values = set(values)
    return F if F in values else U if U in values else T


def disj(values):
    return NOT[conj(NOT[v] for v in values)]


# ---- what is demanded of a state ----


def compare(value, op, literal):
    """A term's value as the oracle has it against ("bool" | "number" | "string" | "day", value, as text)."""
    tag = value[0]
    if tag in ("absent", "reported"):
        return U
    if op == "~":
        if tag == "string":
            return T if literal[2] in value[1] else F
        if tag != "list":
            return F
        found = [compare(item, "=", literal) for item in value[1]]
        return T if T in found else U if U in found else F
    if tag != literal[0]:
        return T if op == "!=" else F
    if op in ("=", "!="):
        return T if (value[1] == literal[1]) == (op == "=") else F
    if tag == "bool":
        return F
    a, b = (v.encode() if isinstance(v, str) else v for v in (value[1], literal[1]))
    return T if {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op] else F


def alike(value, want):
    """A term's value, or None, against one that a check file wants."""
    if want[0] == "absent":
        have = None if value is None else "undisclosed" if value[0] == "reported" else value[1] if value[0] == "absent" else None
        return T if have == want[1] else F
    if value is None or value[0] in ("absent", "reported"):
        return U
    if value[0] != want[0]:
        return F
    if value[0] == "list":
        return F if len(value[1]) != len(want[1]) else conj([alike(a, b) for a, b in zip(value[1], want[1])] or [T])
    if value[0] == "map":
        if [k for k, _ in value[1]] != [k for k, _ in want[1]]:
            return F
        return conj([alike(a, b) for (_, a), (_, b) in zip(value[1], want[1])] or [T])
    return T if value[1] == want[1] else F


def demanded(state, check):
    terms = dict(state.terms)
    if state.status != check["status"]:
        return F
    if check["compare"]:
        name, op, literal = check["compare"]
        return compare(terms[name], op, literal) if name in terms else U
    return conj([alike(terms.get(name), want) for name, want in check["wanted"].items()] or [T])


# ---- courses, in full ----


def courses(clauses, first, last):
    """All courses of the unknowns of some clauses of one agreement, as dicts; None when there are too many."""
    groups, domains, needs, reach = [], {}, {}, 0
    for clause in clauses:
        groups += [g for g in clause.groups if g not in groups]
        domains.update(clause.domains)
        needs.update(clause.domains_of.needs)
        reach = max([reach] + [oracle.longest(plus) for _, plus in clause.cells])
    parts, total = [], 1
    for group in groups:
        days = set(range(max(1, first - reach - 1), min(last + 1, oracle.MAX_DAY) + 1)) | {domains[n][0] for n in group} | {oracle.NEVER}
        if len(days) ** len(group) > MOST:
            return None
        parts.append(oracle.courses_of(group, domains, needs, set(), sorted(days)))
        total *= len(parts[-1])
        if total > MOST:
            return None
    names = [name for group in groups for name in group]
    return [dict(zip(names, sum(choice, ()))) for choice in itertools.product(*parts)]


def brute(check, by_agreement):
    """The outcome of a check, and whether there is more than one course; `by_agreement` has lists of clauses. None where it is too
    much to try."""
    first, last = check["first"], check["last"]
    all_courses = []
    for clauses in by_agreement:
        found = courses(clauses, first, last)
        if found is None:
            return None
        all_courses.append(found)
    n = 1
    for found in all_courses:
        n *= len(found)
    if n * (last - first + 1) > MOST * 8:
        return None
    seen = set()
    for course in itertools.product(*all_courses):
        by_day = []
        for x in range(first, last + 1):
            one = (demanded(clause.state(x, course[place]), check) for place, clauses in enumerate(by_agreement) for clause in clauses)
            value = disj(one) if check["reach"] == "any" else conj(one)
            by_day.append(NOT[value] if check["negated"] else value)
        seen.add({"always": conj, "sometime": disj, "never": lambda v: NOT[disj(v)]}[check["holds"]](by_day))
    if check["under"] == "all":
        return conj(seen), n > 1
    if check["under"] == "some":
        return disj(seen), n > 1
    return (seen.pop() if len(seen) == 1 else U), n > 1


def brute_depends(check, clause):
    """That it depends, on each day: two courses with different states."""
    values = []
    for x in range(check["first"], check["last"] + 1):
        found = courses([clause], x, x)
        if found is None:
            return None
        states = {clause.state(x, course).key(): clause.state(x, course) for course in found}
        value = F if len(states) < 2 else conj(
            [conj([alike(dict(s.terms).get(name), want) for name, want in check["wanted"].items()] or [T])
             for s in states.values() if s.status in ("in_force", "suspended")] or [T])
        values.append(value)
    return {"always": conj, "sometime": disj, "never": lambda v: NOT[disj(v)]}[check["holds"]](values), T in values


# ---- random checks ----


def all_terms(agreement, clause):
    return [(name, value) for act in agreement["clauses"][clause]["history"] for name, value in act.get("terms", {}).items()]


def literal_of(value):
    """(typed value, text) of something to compare with; None where it is awkward to write."""
    if isinstance(value, bool):
        return ("bool", value, str(value).lower()), str(value).lower()
    if isinstance(value, generate.Number):
        return ("number", decimal.Decimal(value), str(value)), str(value)
    if isinstance(value, generate.Day):
        return ("day", str(value), str(value)), str(value)
    if isinstance(value, str) and not isinstance(value, oracle.Absent) and value and '"' not in value and "\t" not in value:
        return ("string", value, value), f'"{value}"'
    return None


def random_comparison(rng, agreement, clause):
    terms = all_terms(agreement, clause)
    if not terms:
        return None
    name, value = rng.choice(terms)
    if rng.random() < 0.3:
        value = rng.choice([v for _, v in terms])
    if isinstance(value, list) and value:
        value = rng.choice(value)
    literal = literal_of(value)
    if literal is None:
        return None
    op = rng.choice(["=", "=", "!=", "~", "<", ">="])
    return (name, op, literal[0]), f"{name} {op} {literal[1]}"


def random_span(rng, agreement, clause):
    near = generate.days_near(agreement, clause)
    first = generate.clamp(rng.choice(near) + rng.choice([-3, -1, 0, 0, 1, 5]))
    if rng.random() < 0.4:
        return first, first
    return first, generate.clamp(first + rng.choice([1, 2, 5, 10, 25, 40]))


def random_check(rng, about):
    """A check, and its entry in a check file."""
    first, last = random_span(rng, about.agreement, about.clause)
    check = {"first": first, "last": last, "holds": rng.choice(["always", "always", "sometime", "never"]),
             "under": rng.choice([None, None, "all", "some"]), "negated": False, "reach": "one", "compare": None, "wanted": {},
             "status": "in_force", "clauses": None}
    entry = {"date": oracle.day_text(first) + (".." + oracle.day_text(last) if last > first else "")}
    if check["holds"] != "always" or rng.random() < 0.2:
        entry["holds"] = check["holds"]
    if about.known:
        entry["known"] = about.known
    if about.signed:
        entry["signed"] = about.signed
    if about.assume:
        entry["assume"] = {name: value if isinstance(value, str) else f"{value['from']}..{value['through']}"
                           for name, value in about.assume.items()}
    name = f"{about.agreement['agreement']}/{about.clause}"
    if rng.random() < 0.35:
        status_check(rng, about, check, entry, name)
    else:
        assertion_check(rng, about, check, entry, name)
    if check["under"]:
        entry["under"] = check["under"]
    return check, entry


def status_check(rng, about, check, entry, name):
    entry["clause"] = name
    check["status"] = entry["status"] = rng.choice(["in_force", "in_force", "in_force", "ended", "not_yet", "suspended", "depends", "depends"])
    if check["status"] == "depends":
        check["under"] = None
    terms = all_terms(about.agreement, about.clause)
    terms = [(n, v) for n, v in terms if not isinstance(v, generate.Reported) and "Reported" not in repr(v)]
    if terms and check["status"] in ("in_force", "suspended", "depends") and rng.random() < 0.5:
        picked = dict(rng.sample(terms, min(len(terms), rng.choice([1, 1, 2]))))
        entry["terms"] = picked
        check["wanted"] = oracle.Terms({}, oracle.MAX_DAY).all(picked)


def assertion_check(rng, about, check, entry, name):
    check["negated"] = rng.random() < 0.3
    check["reach"] = rng.choice(["one", "one", "all", "any"])
    if check["reach"] != "one":
        name = rng.choice([about.clause, about.clause.split(".")[0], "*", f"{about.agreement['agreement']}/*"])
    text = ("not " if check["negated"] else "") + (check["reach"] + " " if check["reach"] != "one" else "") + name
    compared = random_comparison(rng, about.agreement, about.clause) if rng.random() < 0.5 else None
    if compared:
        check["compare"], text = compared[0], text + ":" + compared[1]
    entry["assert"] = text
    check["selector"] = name


def known_everywhere(check, about, agreements):
    """Does every agreement that is asked know every name assumed? Else the program refuses the check."""
    return all(a is about.agreement for a, _ in check["clauses"]) or not about.assume or set(about.assume) == {"*"}


def selected(check, about, agreements):
    selector = check.get("selector", "")
    if check["reach"] == "one":
        return [(about.agreement, about.clause)]
    within = agreements
    if "/" in selector:
        within, selector = [about.agreement], selector.split("/", 1)[1]
    return [(a, c) for a in within for c in a["clauses"] if selector == "*" or generate.fits(selector, c)]


def expected(check, about):
    """The outcome, or "error" where a scenario has no course, and whether it is worth asking; None where it is too much to try."""
    known = oracle.first_day(about.known) if about.known else None
    groups = {}
    try:
        for agreement, clause in check["clauses"]:
            domains = oracle.Domains(agreement, known, about.assume)
            made = oracle.Clause(agreement, clause, about.known, about.signed, about.assume, domains)
            groups.setdefault(agreement["agreement"], []).append(made)
    except oracle.NoCourse:
        return "error", True
    if check["status"] == "depends":
        return brute_depends(check, groups[about.agreement["agreement"]][0])
    return brute(check, list(groups.values()))


# ---- what comes up ----


def brute_upcoming(clause, first, last):
    """Is the clause in force on all days or on none: in every course, in none, or in some?"""
    found = courses([clause], first, last)
    if found is None or len(found) * (last - first) > MOST * 8:
        return None
    seen = set()
    for course in found:
        seen.add(T if len({clause.state(x, course).status == "in_force" for x in range(first, last + 1)}) == 1 else F)
    return seen.pop() if len(seen) == 1 else U


def upcoming(pact, folder, agreements, seed, count):
    """(command, what differs) of random questions of what comes up."""
    rng = random.Random(seed + 11)
    for _ in range(count):
        about = generate.topic(rng, agreements)
        first = generate.clamp(rng.choice(generate.days_near(about.agreement, about.clause)) + rng.choice([-20, -3, -1, 0, 1]))
        span = rng.choice([1, 2, 7, 20, 40])
        name = f"{about.agreement['agreement']}/{about.clause}"
        words = ["--upcoming", f"{span}d", "-d", oracle.day_text(first), name]
        words += ["-k", about.known] if about.known else []
        words += ["--signed", about.signed] if about.signed else []
        for event, value in about.assume.items():
            words += ["-a", f"{event}=" + (value if isinstance(value, str) else f"{value['from']}..{value['through']}")]
        done = subprocess.run([pact, "check", "-C", folder, "--json", *words], capture_output=True, env=ENV, check=False)
        try:
            domains = oracle.Domains(about.agreement, oracle.first_day(about.known) if about.known else None, about.assume)
        except oracle.NoCourse:
            yield words, [] if done.returncode == 2 else ["it should have no course"]
            continue
        wanted = {}
        for clause in about.agreement["clauses"]:
            if generate.fits(about.clause, clause):
                made = oracle.Clause(about.agreement, clause, about.known, about.signed, about.assume, domains)
                wanted[clause] = brute_upcoming(made, first, generate.clamp(first + span))
        rows = {row["clause"].split("/")[-1]: row for row in json.loads(done.stdout)["results"]}
        yield words, [f"{c}: expected {wanted[c]}, got {rows[c]['outcome']}: {rows[c]['found']}"
                      for c in wanted if wanted[c] is not None and rows[c]["outcome"] != wanted[c]] + (
            [] if rows.keys() == wanted.keys() else ["other clauses"]) + [
            f"{c}: nothing is found" for c in wanted if wanted[c] in (F, U) and rows[c]["found"] == "nothing"]


def yaml_of(entries):
    style = generate.Style(random.Random(0), "flow")
    lines = ["pact-checks: 1", "checks:"]
    for entry in entries:
        parts = []
        for key, value in entry.items():
            if key == "terms":
                parts.append("terms: " + generate.flow(generate.term(value), style))
            elif key == "assume":
                parts.append("assume: {" + ", ".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()) + "}")
            else:
                parts.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
        lines.append("  - {" + ", ".join(parts) + "}")
    return "\n".join(lines) + "\n"


def draw(agreements, seed, count):
    rng = random.Random(seed + 7)
    found = []
    for _ in range(count * 6):
        if len(found) == count:
            break
        about = generate.topic(rng, agreements)
        check, entry = random_check(rng, about)
        check["clauses"] = selected(check, about, agreements)
        if not known_everywhere(check, about, agreements):
            continue
        outcome, several = expected(check, about) or (None, False)
        if outcome is not None and (several or rng.random() < 0.3):
            found.append((entry, outcome))
    return found


def exit_code(outcomes):
    return 2 if "error" in outcomes else 1 if F in outcomes else 3 if U in outcomes else 0


def check_corpus(pact, seed, count, place):
    own_seed = seed * 1_000_003 + place
    agreements = generate.corpus(own_seed, generate.Profile(agreements=1 + place % 3 % 2))
    drawn = draw(agreements, own_seed, count)
    folder = harness.write_folder(generate.files(agreements, own_seed))
    path = os.path.join(folder, "random.checks.yaml")
    with open(path, "w", encoding="utf-8") as out:
        out.write(yaml_of([entry for entry, _ in drawn]))
    done = subprocess.run([pact, "check", "-C", folder, "--file", path, "--json"], capture_output=True, env=ENV, check=False)
    head = f"seed {seed}, corpus {place} (--seed {seed} --only {place}), kept in {folder}"
    try:
        rows = json.loads(done.stdout)["results"]
    except (ValueError, KeyError):
        return harness.Outcome(0, [f"{head}: {done.stdout.decode()[:500]} {done.stderr.decode()[:1500]}"])
    failures = [f"{head}\n{entry}\nexpected {outcome}, got {row['outcome']}: {row['found']} {row['hint']}"
                for (entry, outcome), row in zip(drawn, rows, strict=True) if row["outcome"] != outcome]
    if done.returncode != exit_code([outcome for _, outcome in drawn]) and not failures:
        failures.append(f"{head}: exit {done.returncode}")
    passed = len(drawn) - len(failures)
    for words, faults in upcoming(pact, folder, agreements, own_seed, 8):
        passed += not faults
        failures += [f"{head}\npact check {' '.join(words)}\n{fault}" for fault in faults[:2]]
    if not failures:
        harness.drop_folder(folder)
    return harness.Outcome(passed, failures)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pact", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--only", type=int, default=None)
    options = parser.parse_args()
    count = options.corpora or (20 if options.quick else 50)
    items = range(count) if options.only is None else [options.only]
    return harness.tally(functools.partial(check_corpus, os.path.abspath(options.pact), options.seed, 30), items, 2)


if __name__ == "__main__":
    sys.exit(main())

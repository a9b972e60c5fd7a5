#!/usr/bin/env python3
"""`pact query --jointly` against the oracle: jointly.py --pact PACT [--quick] [--seed S] [--corpora N] [--only I]

On random corpora, for random selections of an agreement's clauses on random days: of every full course of events exactly one
case holds, and it gives of every selected clause what the oracle's walk gives; every case holds in some course; the list is the
reduced decision tree over what the clauses are together, which the oracle builds from the courses; of one clause alone it is
that clause's own list of cases; too many cases are refused, and only those.
Ends with `N passed, M failed`."""

from __future__ import annotations

import argparse
import functools
import itertools
import os
import random
import subprocess
import sys
from bisect import bisect_left

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import generate  # noqa: E402
import harness  # noqa: E402
import oracle  # noqa: E402
from oracle import add, day_text, first_day, shown_terms, threshold  # noqa: E402

MOST_COURSES = 6000
MOST_CASES = 256


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count = options.corpora or (30 if options.quick else 100)
    places = range(count) if options.only is None else [options.only]
    return harness.tally(functools.partial(check_corpus, options.pact, options.seed), places, options.jobs)


def check_corpus(pact: str, seed: int, place: int) -> harness.Outcome:
    """Of a few random corpora the one with the most joint cases."""
    own_seed = seed * 1_000_003 + place
    drawn = [draw(own_seed * 10 + more) for more in range(6)]
    rng, agreements, trials = max(drawn, key=lambda one: sum(weight for weight, _, _ in one[2]))
    folder = harness.write_folder(generate.files(agreements, own_seed))
    passed, failures = 0, []
    for _, about, day in trials:
        trial = Trial(pact, folder, about, rng, day)
        faults = trial.run()
        passed += trial.passed
        if faults:
            failures.append(f"--seed {seed} --only {place}, kept in {folder}\n{trial.words}\n" + "\n".join(faults[:6]))
    if not failures:
        harness.drop_folder(folder)
    return harness.Outcome(passed, failures)


def draw(seed: int) -> tuple:
    """A corpus with questions for it, those first that hang on the most unknowns, but also some that are as they come."""
    rng = random.Random(seed)
    agreements = generate.corpus(seed)
    found = []
    for _ in range(3):
        about = generate.topic(rng, agreements)
        if rng.random() < 0.5:
            about = about._replace(known=None, assume={})
        for day in generate.dates(rng, about, 5):
            if isinstance(day, str):
                found.append((weigh(about, first_day(day)), about, day))
    found.sort(key=lambda one: -one[0])
    return rng, agreements, found[:5] + found[-2:]


def weigh(about: generate.Topic, x: int) -> int:
    """How many conditions on how many unknowns the agreement's clauses have in their cases on a day."""
    try:
        domains = oracle.Domains(about.agreement, first_day(about.known) if about.known else None, about.assume)
    except oracle.NoCourse:
        return 0
    found = set()
    for name in about.agreement["clauses"]:
        clause = oracle.Clause(about.agreement, name, about.known, about.signed, about.assume, domains)
        if len(clause.courses(x)) <= MOST_COURSES:
            found |= {(one.name, one.plus) for conditions, _ in clause.answer(x).cases for one in conditions}
    return len(found)


def assumption(name: str, value) -> str:
    return f"{name}={value['from']}..{value['through']}" if isinstance(value, dict) else f"{name}={value}"


def ask(pact: str, words: list) -> subprocess.CompletedProcess:
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
    env.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})
    return subprocess.run([pact, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, check=False)


class Trial:
    """Some clauses of one agreement on one day: the list that pact gives, and all courses."""

    def __init__(self, pact: str, folder: str, about: generate.Topic, rng: random.Random, day: str):
        self.about, self.passed, self.x = about, 0, first_day(day)
        others = [name for name in about.agreement["clauses"] if name != about.clause]
        self.picked = {about.clause, *rng.sample(others, min(len(others), rng.choice([0, 1, 2, 4, 99, 99, 99])))}
        self.words = ["query", "--all", "--json", "-C", folder, "-d", day]
        self.words += ["-k", about.known] if about.known else []
        self.words += ["--signed", about.signed] if about.signed else []
        for name, value in about.assume.items():
            self.words += ["-a", assumption(name, value)]
        self.words += [f"{about.agreement['agreement']}/{name}" for name in sorted(self.picked)]
        self.done = ask(pact, self.words + ["--jointly"])
        self.plain = ask(pact, self.words)

    def run(self) -> list[str]:
        about = self.about
        known = first_day(about.known) if about.known else None
        try:
            domains = oracle.Domains(about.agreement, known, about.assume)
        except oracle.NoCourse:
            self.passed += 1
            return [] if self.done.returncode == 2 else [f"exit {self.done.returncode} where no course fits"]
        names = [name for name in about.agreement["clauses"] if any(generate.fits(picked, name) for picked in self.picked)]
        names.sort(key=lambda name: name.split("."))
        self.clauses = {name: oracle.Clause(about.agreement, name, about.known, about.signed, about.assume, domains) for name in names}
        courses = self.courses(domains)
        if courses is None:
            return []
        if self.done.returncode == 2:
            return self.check_refused(courses)
        if self.done.returncode != self.plain.returncode:
            return [f"exit {self.done.returncode}, and {self.plain.returncode} clause by clause: {self.done.stderr.decode()[:500]}"]
        results = harness.parse(self.done.stdout.decode())["results"]
        if len(results) != 1:
            return [f"{len(results)} results"]
        self.listed = results[0]
        return self.check_courses(courses) or self.check_tree(courses) or self.check_alone()

    def courses(self, domains: oracle.Domains) -> list[dict] | None:
        """All courses that can be told apart by any of the clauses; None where they are too many."""
        offsets: dict = {}
        groups: list = []
        days: dict = {}
        for clause in self.clauses.values():
            days.update(clause.domains)
            groups += [group for group in clause.groups if group not in groups]
            for name in clause.offsets:
                offsets.setdefault(name, set()).update(clause.offsets[name])
        parts, total = [], 1
        for group in groups:
            cuts = {threshold(self.x, plus) + 1 for name in group for plus in offsets.get(name, ())}
            parts.append(oracle.courses_of(group, days, domains.needs, cuts))
            total *= len(parts[-1])
            if total > MOST_COURSES:
                return None
        names = [name for group in groups for name in group]
        return [dict(zip(names, sum(choice, ()))) for choice in itertools.product(*parts)]

    def states(self, course: dict) -> dict:
        return {name: clause.state(self.x, course).key() for name, clause in self.clauses.items()}

    # -- course by course ---------------------------------------------------------------------------------------------------------

    def holds(self, conditions: list, course: dict) -> bool:
        for one in conditions:
            name = one["event"] if "event" in one else one["day"]
            by = one["by"] if "by" in one else one["not_by"]
            if by != day_text(self.x) or (add(course[name], one["plus"]) <= self.x) != ("by" in one):
                return False
        return True

    def check_courses(self, courses: list[dict]) -> list[str]:
        faults, met = [], set()
        same = {row["clause"]: row for row in self.listed["in_every_case"]}
        for course in courses:
            fitting = [place for place, case in enumerate(self.listed["cases"]) if self.holds(case["when"], course)]
            if len(fitting) != 1:
                faults.append(f"{len(fitting)} cases hold in {shown(course)}")
                continue
            met.add(fitting[0])
            told = {row["clause"]: row for row in self.listed["cases"][fitting[0]]["clauses"]}
            if set(told) & set(same) or sorted([*told, *same], key=lambda name: name.split(".")) != list(self.clauses):
                return [f"of {list(self.clauses)} are told {list(told)} and {list(same)}"]
            for name, (status, terms) in self.states(course).items():
                row, wanted = told.get(name) or same[name], {"status": status, **shown_terms(terms)}
                if not all(harness.same(wanted[key], row[key]) for key in wanted):
                    faults.append(f"{name} is {row['status']} {row['terms']}, expected {wanted}, in {shown(course)}")
            self.passed += 1
        faults += [f"case {place + 1} is none" for place in range(len(self.listed["cases"])) if place not in met]
        return faults

    # -- the tree -----------------------------------------------------------------------------------------------------------------

    def tree(self, courses: list[dict]) -> list:
        """The reduced tree over the unknowns of the clauses' own cases, with the thresholds that those name."""
        named: dict = {}
        for clause in self.clauses.values():
            for conditions, _ in clause.answer(self.x).cases:
                for one in conditions:
                    named.setdefault(one.name, set()).add(one.plus)
        names = sorted(named)
        cuts = {name: sorted({threshold(self.x, plus) for plus in named[name]}) for name in names}
        labels = {name: [min(plus or "" for plus in named[name] if threshold(self.x, plus) == cut) or None for cut in cuts[name]]
                  for name in names}
        rows: dict = {}
        for course in courses:
            regions = tuple(bisect_left(cuts[name], course[name]) for name in names)
            state = tuple(self.states(course).values())
            if rows.setdefault(regions, state) != state:
                raise AssertionError("the unknowns of the cases do not decide")
        return oracle.decision_tree(list(rows.items()), names, labels)

    def check_tree(self, courses: list[dict]) -> list[str]:
        tree = self.tree(courses)
        events = next(iter(self.clauses.values())).domains_of.events
        wanted = [[(one.name, one.name in events, one.plus, one.by) for one in conditions] for conditions, _ in tree]
        found = [[(one.get("event", one.get("day")), "event" in one, one["plus"], "by" in one) for one in case["when"]]
                 for case in self.listed["cases"]]
        if wanted != found:
            return [f"cases {found}, expected {wanted}"]
        unknowns = sorted({one[0] for case in found for one in case})
        if [one.get("event", one.get("day")) for one in self.listed["depends_on"]] != unknowns:
            return [f"depends_on {self.listed['depends_on']}, expected {unknowns}"]
        self.passed += 1
        return []

    def check_refused(self, courses: list[dict]) -> list[str]:
        n = len(self.tree(courses))
        self.passed += n > MOST_CASES
        return [] if n > MOST_CASES and b"error[limit]" in self.done.stderr else [f"refused with {n} cases: {self.done.stderr.decode()[:500]}"]

    # -- one clause ---------------------------------------------------------------------------------------------------------------

    def check_alone(self) -> list[str]:
        """Of a single clause: what `query` says of it without --jointly."""
        rows = harness.parse(self.plain.stdout.decode())["results"]
        if len(rows) != 1:
            return []
        row, keys = rows[0], ("status", "terms", "absent", "reported", "ends", "summary")
        if row["cases"]:
            wanted = [{"when": case["when"], **{key: case[key] for key in keys}} for case in row["cases"]]
        else:
            wanted = [{"when": [], **{key: row[key] for key in keys}}]
        found = [{"when": case["when"], **{key: told[key] for key in keys}}
                 for case in self.listed["cases"] for told in [*case["clauses"], *self.listed["in_every_case"]]]
        self.passed += 1
        return [] if harness.same(wanted, found) else harness.differing(wanted, found)


def shown(course: dict) -> str:
    return harness.show({name: "never" if day >= oracle.NEVER else day_text(day) for name, day in course.items()})


if __name__ == "__main__":
    sys.exit(main())

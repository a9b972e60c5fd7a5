#!/usr/bin/env python3
"""`pact next` against the oracle: next.py --pact PACT [--quick] [--seed S] [--corpora N] [--only I]

On random corpora, for days after a random one: the oracle takes every course that can be told apart on a day and the day
before it, and says in which of them the answer changes. Each such change must be explained by a listed boundary (dated on that
day, or hanging on an unknown that falls on it); the courses in which a dated one comes must be exactly those of its `when`; each
boundary that hangs on an unknown must come in some course on its earliest and on its latest day; where an unknown falls alone and
changes something, a boundary must say just that; what is certain must come in every course.
Ends with `N passed, M failed`."""

from __future__ import annotations

import argparse
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
from oracle import MAX_DAY, NEVER, add, day_text, first_day, threshold  # noqa: E402

MOST_COURSES = 4000
LIVE = ("in_force", "suspended")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count = options.corpora or (40 if options.quick else 200)
    places = range(count) if options.only is None else [options.only]
    return harness.tally(functools.partial(check_corpus, options.pact, options.seed), places, options.jobs)


def check_corpus(pact: str, seed: int, place: int) -> harness.Outcome:
    own_seed = seed * 1_000_003 + place
    rng = random.Random(own_seed)
    agreements = generate.corpus(own_seed)
    files = generate.files(agreements, own_seed)
    folder = harness.write_folder(files)
    passed, failures = 0, []
    for _ in range(5):
        about = generate.topic(rng, agreements)
        trial = Trial(pact, folder, about, rng)
        faults = trial.run()
        passed += trial.passed
        if faults:
            failures.append(f"--seed {seed} --only {place}, kept in {folder}\n{trial.words}\n" + "\n".join(faults[:6]))
    if not failures:
        harness.drop_folder(folder)
    return harness.Outcome(passed, failures)


def assumption(name: str, value) -> str:
    return f"{name}={value['from']}..{value['through']}" if isinstance(value, dict) else f"{name}={value}"


class Trial:
    """One clause under one question: the list that pact gives, and all courses."""

    def __init__(self, pact: str, folder: str, about: generate.Topic, rng: random.Random):
        self.rng, self.about, self.passed = rng, about, 0
        near = generate.days_near(about.agreement, about.clause)
        self.after = generate.clamp(rng.choice(near) + rng.choice([-30, -3, -1, 0, 1]))
        self.words = ["next", "--json", "-C", folder, "-d", day_text(self.after), f"{about.agreement['agreement']}/{about.clause}"]
        self.words += ["-k", about.known] if about.known else []
        self.words += ["--signed", about.signed] if about.signed else []
        for name, value in about.assume.items():
            self.words += ["-a", assumption(name, value)]
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
        env.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})
        self.done = subprocess.run([pact, *self.words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, check=False)

    def run(self) -> list[str]:
        about = self.about
        try:
            domains = oracle.Domains(about.agreement, first_day(about.known) if about.known else None, about.assume)
        except oracle.NoCourse:
            self.passed += 1
            return [] if self.done.returncode == 2 else [f"exit {self.done.returncode} where no course fits"]
        if self.done.returncode != 0:
            return [f"exit {self.done.returncode}: {self.done.stderr.decode()[:500]}"]
        self.clause = oracle.Clause(about.agreement, about.clause, about.known, about.signed, about.assume, domains)
        self.windows = tightened(self.clause)
        results = json.loads(self.done.stdout)["results"]
        self.listed = [Boundary(row, self.clause) for row in results if row["clause"] == about.clause]
        if [b.row["earliest"] for b in self.listed] != sorted(b.row["earliest"] for b in self.listed):
            return ["not in order of day"]
        faults = []
        for day in self.days():
            faults += self.check_day(day)
        return faults

    def days(self) -> list[int]:
        """Days at and about all boundaries and all that may be one, and some others."""
        days = {self.after + 1, self.after + 2, self.after + 40}
        for b in self.listed:
            days |= {b.earliest - 1, b.earliest, b.earliest + 1, min(b.latest, MAX_DAY), min(b.latest, MAX_DAY) + 1}
        for day in self.clause.plain:
            days |= {day, day + 1}
        for name, plus in self.clause.cells:
            for edge in self.clause.domains[name]:
                days |= {add(edge, plus) + near for near in (-1, 0, 1)}
        days |= {self.after + self.rng.randint(1, 400) for _ in range(5)}
        kept = sorted(day for day in days if self.after < day <= MAX_DAY)
        return kept if len(kept) <= 40 else sorted(self.rng.sample(kept, 40))

    # -- one day ------------------------------------------------------------------------------------------------------------------

    def courses(self, day: int) -> list[dict] | None:
        """All courses that can be told apart on the day and its eve (see oracle.days_to_try); None where they are too many."""
        clause, parts, total = self.clause, [], 1
        for group in clause.groups:
            cuts = {threshold(x, plus) + 1 for name in group for plus in clause.offsets.get(name, ()) for x in (day - 1, day)}
            parts.append(oracle.courses_of(group, clause.domains, clause.domains_of.needs, cuts))
            total *= len(parts[-1])
            if total > MOST_COURSES:
                return None
        return [dict(zip(clause.names, sum(choice, ()))) for choice in itertools.product(*parts)]

    def answer(self, day: int, course: dict) -> tuple:
        state = self.clause.state(day, course)
        who = (state.kind, state.holder, state.obligor) if state.status in LIVE else ()
        return (state.status, state.terms, who)

    def falling(self, day: int, course: dict) -> dict:
        """The unknowns that may come on several days and of which some bound falls on this one: name -> offsets."""
        found: dict = {}
        for name, plus in self.clause.cells:
            first, last = self.windows[name]
            if first != last and add(course[name], plus) == day:
                found.setdefault(name, []).append(plus)
        return found

    def check_day(self, day: int) -> list[str]:
        courses = self.courses(day)
        if courses is None:
            return []
        faults, came = [], set()
        here = [b for b in self.listed if b.earliest <= day <= b.latest]
        fixed = day in self.clause.plain or any(
            first == last and add(first, plus) == day for name, plus in self.clause.cells for first, last in [self.windows[name]])
        for course in courses:
            before, after = self.answer(day - 1, course), self.answer(day, course)
            falling = self.falling(day, course)
            about = [b for b in here if b.is_at(day, falling)]
            if before != after:
                came.update(id(b) for b in about if b.name and b.tells(before, after))
                faults += self.check_change(day, course, before, after, falling, fixed, about)
            faults += self.check_still(day, course, before, after, falling, fixed, about)
            self.passed += 1
            if len(faults) > 5:
                return faults
        for b in here:
            if b.name and not b.only_provided and day in (b.earliest, b.latest) and id(b) not in came:
                faults.append(f"{day_text(day)}: in no course comes {b.row}")
        return faults

    def check_change(self, day, course, before, after, falling, fixed, about) -> list[str]:
        what = f"{day_text(day)}: {before[0]} to {after[0]} in {shown(course)}"
        if not about:
            return [what + ": no boundary explains it"]
        if not falling and not any(b.tells(before, after) for b in about):
            return [what + ": another thing is said of it"]
        if not fixed and sum(len(offsets) for offsets in falling.values()) == 1 and not any(b.name and b.tells(before, after) for b in about):
            return [what + f": no boundary says what {falling} does"]
        return []

    def check_still(self, day, course, before, after, falling, fixed, about) -> list[str]:
        """Where a boundary says that it comes, it must; where it does not say so, it must not. What is told in one way here (who
        opens the window, what the old value was) may stand in several boundaries."""
        faults = []
        told: dict = {}
        for b in about:
            if b.row["certain"] and before == after and not b.only_provided:
                faults.append(f"{day_text(day)}: is certain, and does not come in {shown(course)}: {b.row}")
            if not b.only_provided and (not falling if not b.name else not fixed and falling == {b.name: [b.plus]}):
                told.setdefault(b.key(), []).append(b)
        for alike in told.values():
            if any(b.mixed for b in alike) or alike[0].name and not self.clause.steady():
                continue
            comes = before != after and alike[0].tells(before, after)
            if comes != any(b.holds(day, course) for b in alike):
                faults.append(f"{day_text(day)}: {before[0]} to {after[0]} in {shown(course)}, and the conditions are others: {alike[0].row}")
        return faults


def tightened(clause: oracle.Clause) -> dict:
    """The days of each unknown that some course takes: none before what it requires, none after what requires it."""
    events, found = clause.domains_of.events, {}
    for name in clause.names:
        first, last = clause.domains[name]
        if name in events:
            first = max([first] + [clause.domains[other][0] for other in oracle.required_by(events, name)])
            last = min([last] + [clause.domains[other][1] for other in events if name in oracle.required_by(events, other)])
        found[name] = (first, last)
    return found


def shown(course: dict) -> dict:
    return {name: "never" if day >= NEVER else day_text(day) for name, day in course.items()}


class Boundary:
    def __init__(self, row: dict, clause: oracle.Clause):
        self.row = row
        self.earliest = first_day(row["earliest"])
        self.latest = first_day(row["latest"]) if row["latest"] else NEVER
        hangs = row["hangs_on"]
        self.name = hangs and (hangs.get("event") or hangs.get("day"))
        self.plus = hangs and hangs["plus"]
        self.only_provided = {change["field"] for change in row["changes"]} - {"ends"} == {"provided_that"}
        self.terms = [change["field"] for change in row["changes"] if change["field"].startswith("terms.")]

        self.mixed = self.name is not None and not row["when"] and row["depends_on"] != []

    def key(self) -> tuple:
        return (self.name, self.plus, self.row["happens"], self.row["before"], self.row["after"], *sorted({path.split(".")[1] for path in self.terms}))

    def is_at(self, day: int, falling: dict) -> bool:
        if not self.name:
            return self.earliest == day
        return self.name in falling

    def tells(self, before: tuple, after: tuple) -> bool:
        """Is this what the boundary says?"""
        if (self.row["before"], self.row["after"]) != (before[0], after[0]):
            return False
        happens = "begins" if before[0] not in LIVE else "ends" if after[0] not in LIVE else \
            "changes" if before[0] == after[0] else "suspended" if after[0] == "suspended" else "resumes"
        if after[0] not in LIVE:
            happens = "ends"
        if self.row["happens"] != happens:
            return False
        if before[0] not in LIVE or after[0] not in LIVE:
            return True
        old, new = dict(before[1]), dict(after[1])
        changed = {name for name in {**old, **new} if old.get(name) != new.get(name)}
        return {path.split(".")[1] for path in self.terms} == changed

    def holds(self, day: int, course: dict) -> bool:
        """Do the conditions hold in a course?"""
        def one(condition: dict) -> bool:
            name = condition.get("event") or condition.get("day")
            by = first_day(condition.get("by") or condition.get("not_by")) if self.name is None else day - 1
            return (add(course[name], condition["plus"]) <= by) == ("by" in condition)
        return not self.row["when"] or any(all(map(one, case)) for case in self.row["when"])


if __name__ == "__main__":
    sys.exit(main())

"""Property tests through the binary: what must hold of any corpus, whatever the answers are.

    python3 invariants.py --pact build/pact [--seed S] [--corpora N] [--quick] [--only I]

1. knowledge      taking out all that was announced after Y changes no answer at Y
2. confirmations  taking out every `reaffirm` and `silent` changes no status and no term
3. order          shuffling files, documents and keys changes no byte but file and line, and not the digest
4. periods        the runs of a period equal the answers of each of its days
5. cases          every case, assumed, gives the state it says
6. style          the same corpus in flow and in block style gives the same bytes but for file and line
"""

from __future__ import annotations

import argparse
import copy
import functools
import itertools
import random
import re
import sys
from typing import Any

sys.dont_write_bytecode = True  # leave no __pycache__ in the tree

import generate
import harness
import oracle
from oracle import MAX_DAY, NEVER, UNDISCLOSED, Reported, day_text, first_day, last_day

STATE = ("status", "applies", "terms", "absent", "reported")
RUN = ("from", "through", "before", "after")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None, help="for each property")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count = options.corpora or (30 if options.quick else 100)
    places = range(count) if options.only is None else [options.only]
    work = functools.partial(check_corpus, options.pact, options.seed)
    return harness.tally(work, places, options.jobs)


def check_corpus(pact: str, seed: int, place: int) -> harness.Outcome:
    """All properties on the corpora of one place."""
    passed, failures = 0, []
    for check in (knowledge, confirmations, order, periods, cases, style):
        trial = Trial(pact, seed * 1_000_003 + place, f"{check.__name__}: --seed {seed} --only {place}")
        try:
            check(trial)
        except harness.Refused as refused:
            trial.failures.append(f"{trial.name}\n{trial.texts()}\n{refused}")
        passed += trial.passed
        failures += trial.failures
        trial.close()
    return harness.Outcome(passed, failures)


class Trial:
    """One property on one seed: the folders it wrote and what came out."""

    def __init__(self, pact: str, seed: int, name: str):
        self.pact, self.seed, self.name = pact, seed, name
        self.rng = random.Random(seed)
        self.written: list = []
        self.passed, self.failures = 0, []

    def ask(self, files: dict, questions: list) -> list[str]:
        folder = harness.write_folder(files)
        self.written.append((folder, files))
        return harness.batch(self.pact, folder, questions) if questions else []

    def ask_again(self, questions: list) -> list[str]:
        return harness.batch(self.pact, self.written[-1][0], questions) if questions else []

    def check(self, right: bool, question: Any, *answers: str) -> None:
        if right:
            self.passed += 1
        elif self.failures:
            self.failures.append("\n".join([f"{self.name}: question {harness.show(question)}", *answers[2:]]))
        else:
            self.failures.append("\n".join([self.name, self.texts(), f"question {harness.show(question)}", *answers]))

    def texts(self) -> str:
        return "\n".join(f"=== kept in {folder}\n{harness.folder_text(files)}" for folder, files in self.written)

    def close(self) -> None:
        for folder, _ in self.written if not self.failures else []:
            harness.drop_folder(folder)


def questions_for(rng: random.Random, agreements: list, topics: int, days: int, **fixed: Any) -> list[dict]:
    """Random questions, some parts of all of them fixed."""
    found = []
    for _ in range(topics):
        about = generate.topic(rng, agreements)._replace(**fixed)
        found += [generate.question(about, asked, single=False) for asked in generate.dates(rng, about, days)]
    return found


def without_places(line: str) -> str:
    """An answer's bytes without file and line."""
    return re.sub(r'"file":("(?:[^"\\]|\\.)*"|null),"line":(\d+|null)', "", line)


# --- 1. Knowledge ---------------------------------------------------------------------------------------------------------------


def knowledge(trial: Trial) -> None:
    # without unknown days that are called after the number of an act: taking acts out would change the numbers
    profile = generate.Profile(long=trial.rng.random() < 0.2, act_unknowns=False, early_start=True)
    agreements = generate.corpus(trial.seed, profile)
    agreement = agreements[0]
    announced = [oracle.announced_day(agreement, act) for clause in agreement["clauses"].values() for act in clause["history"]]
    announced += [row["announced"] for row in agreement["events"].values() if "announced" in row]
    known = day_text(last_day(trial.rng.choice(announced)) - trial.rng.choice([0, 0, 1]))
    reduced = known_by(agreement, first_day(known))
    if reduced is None:
        return
    questions = questions_for(trial.rng, agreements, 6, 5, known=known, signed=None)
    for question in questions:  # an unknown day of an instrument that is gone has no name any more
        question["assume"] = {name: value for name, value in question.get("assume", {}).items() if "." not in name or name in unknown_days(reduced)}
    kept = [question for question in questions if question["select"][0].split("/")[1] in reduced["clauses"]]
    gone = [question for question in questions if question not in kept]
    gone = [question for question in gone if not any(generate.fits(question["select"][0].split("/")[1], name) for name in reduced["clauses"])]
    before = trial.ask(generate.files(agreements, trial.seed), kept + gone)
    if reduced["clauses"]:
        after = trial.ask(generate.files([reduced], trial.seed + 1), kept)
        for question, one, other in zip(kept, before, after):
            one, other = comparable(one, reduced), comparable(other, reduced)
            trial.check(one == other, question, "whole   " + one, "reduced " + other, *harness.differing(harness.parse(one), harness.parse(other)))
    for question, line in zip(gone, before[len(kept):]):
        rows = harness.parse(line).get("results", [])
        trial.check(harness.ERROR in line or all(row["why"] == "not_announced_yet" for row in rows), question, line)


def unknown_days(agreement: dict) -> list:
    return [prefix + name for name in oracle.unknown_days(agreement) for prefix in ("", agreement["agreement"] + "/")]


def comparable(line: str, reduced: dict) -> str:
    """An answer without digest, file and line, and without clauses that the reduced corpus has no more (a selector fits what is
    under it, too). Numbers stay as written."""
    document = harness.parse(line)
    document.pop("corpus", None)
    document["results"] = [row for row in document.get("results", []) if row["clause"] in reduced["clauses"]]
    for row in document["results"]:
        for act in row["provenance"] or []:  # null where the courses differ in it
            act["file"] = act["line"] = None
    return harness.show(document)


def known_by(agreement: dict, known: int) -> dict | None:
    """What an agreement is with all that was announced later taken out; None where a history would not begin with `establish`."""
    made = copy.deepcopy(agreement)
    for name, clause in list(made["clauses"].items()):
        acts = [act for act in clause["history"] if last_day(oracle.announced_day(agreement, act)) <= known]
        if not acts:
            del made["clauses"][name]
        elif acts[0]["act"] != "establish":
            return None
        else:
            clause["history"] = acts
            for act in acts:
                take_out_later(act, agreement, known)
    for event in made["events"].values():
        if "occurred" in event and (last_day(event["announced"]) if "announced" in event else oracle.recorded(event)[1]) > known:
            event.pop("announced", None)
            del event["occurred"]
    for clause in made["clauses"].values():
        if clause.get("exception_to") not in made["clauses"]:
            clause.pop("exception_to", None)
    made["instruments"] = {name: row for name, row in made["instruments"].items() if last_day(row["announced"]) <= known}
    for row in made["instruments"].values():
        for key in ("reaffirms", "silent_on"):
            row[key] = [name for name in row.get(key, []) if any(generate.fits(name, clause) for clause in made["clauses"])]
            if not row[key]:
                del row[key]
    return made


def take_out_later(act: dict, agreement: dict, known: int) -> None:
    if "terms" in act:
        act["terms"] = without_later_figures(act["terms"], agreement["sources"], known)
    if "caveats" in act:
        default = oracle.announced_day(agreement, act)
        act["caveats"] = [row for row in act["caveats"] if last_day(row.get("announced", default)) <= known]
        if not act["caveats"]:
            del act["caveats"]


def without_later_figures(value: Any, sources: dict, known: int) -> Any:
    if isinstance(value, Reported):
        announced = value.announced or sources[value.source]["date"]
        return value if last_day(announced) <= known else UNDISCLOSED
    if isinstance(value, dict):
        return {name: without_later_figures(item, sources, known) for name, item in value.items()}
    return [without_later_figures(item, sources, known) for item in value] if isinstance(value, list) else value


# --- 2. Confirmations -----------------------------------------------------------------------------------------------------------


def confirmations(trial: Trial) -> None:
    agreements = generate.corpus(trial.seed + 7)
    bare = copy.deepcopy(agreements)
    for agreement in bare:
        for clause in agreement["clauses"].values():
            clause["history"] = [act for act in clause["history"] if act["act"] not in oracle.CONFIRMATIONS]
        for row in agreement["instruments"].values():
            row.pop("reaffirms", None)
            row.pop("silent_on", None)
    questions = questions_for(trial.rng, agreements, 5, 5)
    for question in questions:  # the names of unknown days have numbers of acts, which change
        question["assume"] = {name: value for name, value in question.get("assume", {}).items() if "#" not in name}
    before = trial.ask(generate.files(agreements, trial.seed), questions)
    after = trial.ask(generate.files(bare, trial.seed), questions)
    for question, one, other in zip(questions, before, after):
        states = [[{key: row[key] for key in STATE} for row in harness.parse(line).get("results", [])] for line in (one, other)]
        trial.check(harness.same(states[0], states[1]), question, "with    " + one, "without " + other)


# --- 3. Order, 6. style ---------------------------------------------------------------------------------------------------------


def order(trial: Trial) -> None:
    agreements = generate.corpus(trial.seed + 13)
    shuffled = [shuffled_keys(agreement, trial.rng) for agreement in trial.rng.sample(agreements, len(agreements))]
    same_bytes(trial, agreements, generate.files(agreements, trial.seed), generate.files(shuffled, trial.seed + 1))


def style(trial: Trial) -> None:
    agreements = generate.corpus(trial.seed + 17)
    same_bytes(trial, agreements, generate.files(agreements, trial.seed, "flow"), generate.files(agreements, trial.seed + 1, "block"))


def same_bytes(trial: Trial, agreements: list, files: dict, other_files: dict) -> None:
    questions = questions_for(trial.rng, agreements, 4, 4)
    for one, other, question in zip(trial.ask(files, questions), trial.ask(other_files, questions), questions):
        trial.check(without_places(one) == without_places(other), question, "first  " + one, "second " + other)


def shuffled_keys(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        rng.shuffle(items)
        return {key: shuffled_keys(item, rng) for key, item in items}
    if isinstance(value, list):
        return [shuffled_keys(item, rng) for item in value]
    return value


# --- 4. Periods -----------------------------------------------------------------------------------------------------------------


def periods(trial: Trial) -> None:
    agreements = generate.corpus(trial.seed + 19)
    files = generate.files(agreements, trial.seed)
    questions: list = []
    spans: list = []
    for _ in range(3):
        about = generate.topic(trial.rng, agreements)
        start = first_day(next(day for day in generate.dates(trial.rng, about, 50) if isinstance(day, str)))
        days = [day_text(day) for day in range(start, min(MAX_DAY, start + trial.rng.choice([0, 5, 40])) + 1)]
        whole = generate.question(about, {"from": days[0], "through": days[-1]}, single=False)
        questions += [whole] + [{**whole, "date": day} for day in days]
        spans.append(days)
    lines = trial.ask(files, questions)
    for days in spans:
        whole, lines, question, questions = lines[0], lines[1:], questions[0], questions[1:]
        for day, line in zip(days, lines):
            trial.check(period_fits(whole, line, day, days[0]), question, "period " + whole, f"{day} " + line)
        lines, questions = lines[len(days):], questions[len(days):]


def period_fits(whole: str, single: str, day: str, first: str) -> bool:
    """Whether the rows of a period that are about a day say what the answer for that day says."""
    period, pointwise = harness.parse(whole), harness.parse(single)
    if harness.ERROR in (period["schema"], pointwise["schema"]):
        return period["schema"] == pointwise["schema"]
    on_day = [row for row in period["results"] if (row["from"] or "0000") <= day <= (row["through"] or "9999-12-31")]
    if len(on_day) != len(pointwise["results"]):
        return False
    return all(row_fits(row, other, max(row["from"] or "0000", first) == day) for row, other in zip(on_day, pointwise["results"]))


def row_fits(row: dict, other: dict, is_first: bool) -> bool:
    """On the first day of a run in the period everything is equal, on later ones the state and the run."""
    keys = list(row) if is_first else ["clause", *STATE, *RUN, "depends_on"]
    relative = [relative_cases(cases, is_first) for cases in (row["cases"], other["cases"])]
    return harness.same(relative[0], relative[1]) and all(harness.same(row[key], other[key]) for key in keys if key != "cases")


def relative_cases(found: list, whole: bool) -> list:
    keys = None if whole else ("status", "terms", "absent", "reported")
    return [{"when": [{key: value if key not in ("by", "not_by") else None for key, value in row.items()} for row in case["when"]],
             **{key: value for key, value in case.items() if key != "when" and (whole or key in keys)}} for case in found]


# --- 5. Cases -------------------------------------------------------------------------------------------------------------------


def cases(trial: Trial) -> None:
    agreements = generate.corpus(trial.seed + 23)
    topics, questions = [], []
    for _ in range(12):
        about = generate.topic(trial.rng, agreements)
        for asked in generate.dates(trial.rng, about, 6):
            if isinstance(asked, str):
                topics.append(about)
                questions.append(generate.question(about, asked, single=False))
    lines = trial.ask(generate.files(agreements, trial.seed), questions)
    follow_ups = [follow_up for about, question, line in zip(topics, questions, lines) for follow_up in assumptions(about, question, line)]
    answers = iter(trial.ask_again([question for questions, _, _ in follow_ups for question in questions]))
    for asked, case, clause in follow_ups:
        got = [next(answers) for _ in asked]
        trial.check(case_holds(case, clause, got), asked, "case " + harness.show(case), *got)


def case_holds(case: dict, clause: str, lines: list[str]) -> bool:
    """Whether each way of assuming a case gives its state. One that no course takes is refused, but not all of them."""
    wanted = {key: case[key] for key in ("status", "terms", "absent", "reported")}
    states = [{key: row[key] for key in wanted} for line in lines for row in harness.parse(line).get("results", []) if row["clause"] == clause]
    return bool(states) and all(harness.same(state, wanted) for state in states)


def assumptions(about: generate.Topic, question: dict, line: str) -> list[tuple]:
    """For each case of an answer: the questions that assume it, the case, the clause."""
    found = []
    for row in harness.parse(line).get("results", []):
        for case in row["cases"]:
            found.append((assuming(about, question, case), case, row["clause"]))
    return [(questions, case, clause) for questions, case, clause in found if len(questions) <= 16]


def assuming(about: generate.Topic, question: dict, case: dict) -> list[dict]:
    """A case as scenarios. "Not by a day" is two: a window after it, and never."""
    prefix = about.agreement["agreement"] + "/"
    base = {name.removeprefix(prefix): value for name, value in question.get("assume", {}).items()}
    domains = oracle.Domains(about.agreement, first_day(about.known) if about.known else None, base)
    windows: dict = {}
    for condition in case["when"]:
        name = condition.get("event") or condition.get("day")
        low, high = windows.get(name) or possible(about.agreement, domains, name)
        limit = oracle.threshold(first_day(question["date"]), condition["plus"])
        windows[name] = (low, min(high, limit)) if "by" in condition else (max(low, limit + 1), high)
    choices = [[{name: value} for value in scenarios(*window)] for name, window in windows.items()]
    return [{**question, "assume": functools.reduce(lambda one, other: {**one, **other}, choice, base)} for choice in itertools.product(*choices)]


def possible(agreement: dict, domains: oracle.Domains, name: str) -> tuple:
    """The first and the last day on which an unknown can fall in some course."""
    if name not in domains.event_domains:
        return domains.day_domain(name, oracle.unknown_days(agreement)[name])
    needed = [name, *oracle.required_by(domains.events, name)]
    needing = [name, *(other for other in domains.events if name in oracle.required_by(domains.events, other))]
    return max(domains.event_domains[other][0] for other in needed), min(domains.event_domains[other][1] for other in needing)


def scenarios(low: int, high: int) -> list:
    found: list = ["never"] if high == NEVER else []
    if low <= min(high, MAX_DAY):
        found.append({"from": day_text(low), "through": day_text(min(high, MAX_DAY))})
    return found


if __name__ == "__main__":
    sys.exit(main())

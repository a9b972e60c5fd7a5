"""`pact explain` against the answers of `pact query`, on random corpora: explain.py --pact PACT [--quick] [--seed S] [--only I]

answer     it is the row of `pact query`
chain      the effects that stand are the terms of the answer; taking out every act that does not count changes nothing
pivots     each day, assumed, flips the answer: assumed a day later it is another one; and no other day of an event or unknown
           day of the known acts does (every day of a range asked), nor one in the window of an event that `requires` ties to
           these
nearest    the days before and behind the run, and the answers there
beliefs    every day of knowledge of a range asked: the answer of its stretch; neighbouring stretches differ
sources    taking out the acts that have no source but one changes the answer if, and only if, that source is named
receipts   the same bytes twice; the replay finds no difference, also of the corpus in another style, and says so when the
           corpus changed; where the answer changed it says what
Ends with `N passed, M failed`.
"""

from __future__ import annotations

import argparse
import copy
import functools
import json
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True  # leave no __pycache__ in the tree

import generate
import harness
import oracle
from oracle import MAX_DAY, day_text, first_day

STATE = ("status", "terms", "absent", "reported")
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PACT_TODAY": "2026-11-22"}
ENV.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
IDLE = {"not_announced_yet", "not_signed_yet", "not_in_force_yet", "window_past", "superseded", "nothing_to_change"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count = options.corpora or (15 if options.quick else 40)
    places = range(count) if options.only is None else [options.only]
    work = functools.partial(check_corpus, os.path.abspath(options.pact), options.seed)
    return harness.tally(work, places, options.jobs)


def check_corpus(pact: str, seed: int, place: int) -> harness.Outcome:
    rng = random.Random(seed * 1_000_003 + place)
    agreements = generate.corpus(seed * 1_000_003 + place)
    files = generate.files(agreements, place)
    folder = harness.write_folder(files)
    passed, failures = 0, []
    for _ in range(3):
        about = generate.topic(rng, agreements)
        for day in generate.dates(rng, about, 2):
            if isinstance(day, dict):
                continue
            trial = Trial(pact, folder, agreements, about, day, rng)
            try:
                found = trial.all()
            except (harness.Refused, KeyError, ValueError) as fault:
                found = [repr(fault)]
            passed += trial.passed
            failures += [f"--seed {seed} --only {place}: {' '.join(trial.words)}\n  {text}" for text in found]
    if failures:
        failures[0] = f"{failures[0]}\n{folder}\n{harness.folder_text(files)}"
    else:
        harness.drop_folder(folder)
    return harness.Outcome(passed, failures)


def run(pact: str, *words: str) -> tuple[int, str]:
    done = subprocess.run([pact, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV, check=False, timeout=300)
    return done.returncode, done.stdout.decode()


def state(row: dict | None) -> str | None:
    """What an answer says, to be compared; of cases without ends and summaries."""
    if row is None or "status" not in row:
        return None
    said = {key: row[key] for key in STATE}
    said["cases"] = [{key: case[key] for key in ("when", *STATE)} for case in row["cases"]]
    return harness.show(said)


def relative(row: dict | None) -> str | None:
    """The same without the day that conditions are relative to."""
    if row is None:
        return None
    made = copy.deepcopy(row)
    for case in made["cases"]:
        for condition in case["when"]:
            condition.update({key: "day" for key in ("by", "not_by") if key in condition})
    return state(made)


class Trial:
    """One question, explained."""

    def __init__(self, pact, folder, agreements, about, day, rng):
        self.pact, self.folder, self.agreements, self.about, self.rng = pact, folder, agreements, about, rng
        self.question = generate.question(about, day, single=False)
        self.day = first_day(day)
        self.words = ["explain", "-C", folder, "--json", "-d", day, self.question["select"][0]]
        for key, option in (("known", "-k"), ("signed", "--signed")):
            if key in self.question:
                self.words += [option, self.question[key]]
        for name, value in self.question.get("assume", {}).items():
            self.words += ["-a", f"{name}={value}" if isinstance(value, str) else f"{name}={value['from']}..{value['through']}"]
        self.passed = 0
        self.found: list = []

    def check(self, right: bool, text: str) -> None:
        self.passed += right
        if not right:
            self.found.append(text)

    def ask(self, questions: list, folder: str | None = None) -> list:
        """The first row of each answer; None where no course fits."""
        lines = harness.batch(self.pact, folder or self.folder, questions) if questions else []
        answers = [harness.parse(line) for line in lines]
        return [answer["results"][0] if "results" in answer else None for answer in answers]

    def vary(self, **changes) -> dict:
        return {**self.question, **changes}

    def all(self) -> list:
        code, text = run(self.pact, *self.words)
        answers = harness.batch(self.pact, self.folder, [self.question])
        if code == 2:
            self.check("error" in answers[0], "explain refuses what query answers")
            return self.found
        self.text, document = text, harness.parse(text)
        self.x = document["results"][0]
        self.known = first_day(document["query"]["known"])
        self.check(harness.same(self.x["answer"], next(r for r in harness.parse(answers[0])["results"] if r["clause"] == self.about.clause)), "the answer is not that of query")
        self.chain()
        self.pivots()
        self.nearest()
        self.beliefs()
        self.sources()
        self.receipts()
        return self.found

    # --- the chain

    def without(self, numbers: list) -> str:
        """A folder in which these acts are announced at the end of time."""
        agreements = copy.deepcopy(self.agreements)
        clause = next(a for a in agreements if a["agreement"] == self.about.agreement["agreement"])["clauses"][self.about.clause]
        for number in numbers:
            clause["history"][int(number) - 1]["announced"] = "9999-12-31"
        return harness.write_folder(generate.files(agreements, 1))

    def chain(self) -> None:
        chain = self.x["chain"]
        history = self.about.agreement["clauses"][self.about.clause]["history"]
        self.check([a["number"] for a in chain if not a["implicit"]] == list(range(1, len(history) + 1)), "the chain is not the history")
        self.check([a["act"] for a in chain if not a["implicit"]] == [a["act"] for a in history], "other acts than the history's")
        for a in chain:
            distinct = {harness.show({**c, "when": 0}) for c in a["cases"]}
            alike = {(c["standing"], c["by"], c["day"]) for c in a["cases"]}
            self.check((len(alike) > 1) == (a["standing"] == "depends") and (not a["cases"] or len(distinct) > 1), f"act {a['number']}: {a['cases']}")
        if any(a["cases"] for a in chain):
            return
        row = self.x["answer"]
        standing = {(a["act"], a["instrument"], a["line"]): a["standing"] for a in chain}
        given = [standing[(a["act"], a["instrument"], a["line"])] for a in row["provenance"]]
        ended = row["why"] == "ended"
        self.check(set(given) <= ({"ended"} if ended else {"counts", "confirms", "silent", "ended"}) | {"superseded"}, f"provenance: {given}")
        self.check(not ended or "ended" in given, "it has ended, but no act has")
        behind = {(a["act"], a["instrument"], a["line"]) for a in row["provenance"]}
        for a in chain:  # who holds and owes outlives what begins anew, and an end that an override passes over is told as one
            outlives = any(e["undone_by"] is None and e["field"] in ("kind", "holder", "obligor") for e in a["effects"])
            known = (a["act"], a["instrument"], a["line"]) in behind
            self.check(a["standing"] not in ("counts", "confirms", "silent") or known or outlives, f"act {a['number']} counts, but is not behind the answer")
        if row["status"] in ("in_force", "suspended"):
            given = {}
            for a in chain:
                for e in a["effects"]:
                    if e["undone_by"] is None and e["field"].startswith("terms.") and e["after"] is not None:
                        given[e["field"][6:]] = e["after"]
            self.check(set(given) == set(row["terms"]), f"terms {sorted(row['terms'])} were given as {sorted(given)}")
            for name, value in given.items():
                right = harness.same(value["value"], row["terms"].get(name)) if "value" in value else row["absent"].get(name) == value["absent"]
                self.check(right, f"{name} was given as {value}")
        idle = [a["number"] for a in chain if a["standing"] in IDLE and a["number"]]
        if idle and "signed" not in self.question:
            folder = self.without(idle)
            (other,) = self.ask([self.question], folder)
            self.check(state(other) == state(row), f"acts {idle} do not count, but without them it is {state(other)}")
            harness.drop_folder(folder)

    # --- pivots

    def names(self) -> list:
        """The events and unknown days that bounds of known acts hang on."""
        _, text = run(self.pact, "show", "-C", self.folder, "--json", self.question["select"][0])
        history = next(c for c in harness.parse(text)["results"] if c["clause"] == self.about.clause)["history"]
        events, found = self.about.agreement["events"], set()
        for a, shown in zip(self.x["chain"], history):
            if a["standing"] in ("not_announced_yet", "not_signed_yet", "written_instead", "clause_unknown_then"):
                continue
            found |= set(shown["unknowns"])
            words = json.dumps([a["from"], a["until"]])
            found |= {name for name in events if json.dumps(name) in words}
        return sorted(found)

    def tied(self) -> dict:
        """Events that no known act names, but that `requires` ties to one: the window of days that some course takes."""
        named, found = set(self.names()), {}
        domains = oracle.Domains(self.about.agreement, self.known, self.question.get("assume", {}))
        for group in domains.groups():
            for name in set(group) - named if set(group) & named else ():
                before = domains.needs_indirectly(name)
                behind = [other for other in group if name in domains.needs_indirectly(other)]
                found[name] = (max(domains.event_domains[other][0] for other in [name, *before]),
                               min(domains.event_domains[other][1] for other in [name, *behind]))
        return found

    def assuming(self, name: str, day: int) -> dict:
        assume = {n: v for n, v in self.question.get("assume", {}).items() if n.split("/")[-1] != name}
        return self.vary(assume={**assume, name: day_text(day)})

    def range(self, more: list) -> list:
        """Days to be asked: all around what the clause names, or, where that is years, those near a day that is named."""
        near = [d for d in generate.days_near(self.about.agreement, self.about.clause) if 1 < d < MAX_DAY] + [self.day, self.known] + more
        low, high = min(near) - 5, max(near) + 5
        if high - low <= 260:
            days = range(low, high)
        else:
            days = {d + k for d in near for k in (-31, -2, -1, 0, 1, 2, 31)} | {self.rng.randint(low, high) for _ in range(40)}
        return sorted(d for d in days if 1 <= d < MAX_DAY)

    def pivots(self) -> None:
        listed = {}
        for p in self.x["pivots"]:
            listed[(p.get("event") or p["day"], first_day(p["on"]))] = p
        tied = self.tied()
        for name in [*self.names(), *tied]:
            own = [day for n, day in listed if n == name]
            first, last = tied.get(name, (1, MAX_DAY))
            days = [d for d in self.range(own) if first <= d < last]
            asked = sorted(set(days) | {d + 1 for d in days})
            answers = dict(zip(asked, self.ask([self.assuming(name, d) for d in asked])))
            for d in days:
                one, other = answers[d], answers[d + 1]
                flips = one is not None and other is not None and state(one) != state(other)
                self.check(flips == ((name, d) in listed), f"{name} on {day_text(d)}: flips {flips}, listed {(name, d) in listed}")
                if flips and (name, d) in listed:
                    p = listed[(name, d)]
                    self.check(state(p["answer"]) == state(one) and state(p["a_day_later"]) == state(other), f"{name} on {day_text(d)}: other answers")
        self.check({n for n, _ in listed} <= {*self.names(), *tied}, "pivots of other unknowns")
        self.check(all(n not in tied or tied[n][0] <= day < tied[n][1] for n, day in listed), "pivots outside the window")

    # --- days

    def nearest(self) -> None:
        row = self.x["answer"]
        for key, edge, step in (("earlier", "from", -1), ("later", "through", 1)):
            found = self.x[key]
            if row[edge] is None:
                self.check(found is None, f"{key}: {found}")
                continue
            day = day_text(first_day(row[edge]) + step)
            (other,) = self.ask([self.vary(date=day)])
            self.check(found["date"] == day and state(found["answer"]) == state(other), f"{key}: {found} is not {state(other)}")
            self.check(relative(other) != relative(row), f"{key}: the same answer")

    def beliefs(self) -> None:
        beliefs = self.x["beliefs"]
        edges = [(1 if b["from"] is None else first_day(b["from"]), MAX_DAY if b["through"] is None else first_day(b["through"])) for b in beliefs]
        self.check(edges[0][0] == 1 and edges[-1][1] == MAX_DAY and all(a[1] + 1 == b[0] for a, b in zip(edges, edges[1:])), f"stretches {edges}")
        self.check(all(state(a["answer"]) != state(b["answer"]) for a, b in zip(beliefs, beliefs[1:])), "neighbouring stretches are the same")
        days = self.range([d for edge in edges for d in edge if 1 < d < MAX_DAY])
        for known, row in zip(days, self.ask([self.vary(known=day_text(d)) for d in days])):
            at = next(i for i, (low, high) in enumerate(edges) if low <= known <= high)
            self.check(state(beliefs[at]["answer"]) == state(row), f"as known on {day_text(known)}: {state(row)}, not {state(beliefs[at]['answer'])}")

    # --- sources

    def sources(self) -> None:
        if "signed" in self.question:
            return
        agreement, listed = self.about.agreement, {s["source"]: s["answer"] for s in self.x["sources"]}
        for source in agreement["sources"]:
            lost = [n for n, act in enumerate(agreement["clauses"][self.about.clause]["history"], 1)
                    if set(oracle.as_list(act.get("sources") or agreement["instruments"][act["by"]].get("sources"))) == {source}]
            folder = self.without(lost) if lost else self.folder
            (other,) = self.ask([self.question], folder)
            changed = state(other) != state(self.x["answer"])
            self.check(changed == (source in listed), f"without {source}: changed {changed}, listed {source in listed}")
            if changed and source in listed:
                self.check(state(listed[source]) == state(other), f"without {source}: {state(other)}")
                self.other_answer(folder)
            if lost:
                harness.drop_folder(folder)

    # --- receipts

    def replay(self, folder: str, receipt: str) -> tuple[int, dict]:
        code, text = run(self.pact, "explain", "--json", "--replay", receipt, "-C", folder)
        return code, harness.parse(text)

    def receipt(self) -> str:
        path = os.path.join(self.folder, "receipt.json")
        run(self.pact, *self.words, "--receipt", path)
        return path

    def other_answer(self, folder: str) -> None:
        path = self.receipt()
        code, found = self.replay(folder, path)
        os.remove(path)
        status = [r for r in found["results"] if r["path"].startswith("results[0].answer.")]
        self.check(code == 1 and bool(status) and found["corpus"]["digest"] != found["query"]["digest"], f"replay of another answer: exit {code}, {status}")

    def receipts(self) -> None:
        path = self.receipt()
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.check(self.text.rstrip("\n") in text and run(self.pact, *self.words)[1] == self.text, "the receipt holds another answer")
        styled = harness.write_folder(generate.files(self.agreements, self.rng.randrange(10**6)))
        changed = copy.deepcopy(self.agreements)
        changed[0]["title"] = "Another title"
        other = harness.write_folder(generate.files(changed, 3))
        for name, folder, same in (("the corpus", self.folder, True), ("another style", styled, True), ("another title", other, False)):
            code, found = self.replay(folder, path)
            self.check(code == 0 and found["results"] == [], f"replay on {name}: exit {code}, {found['results'][:2]}")
            self.check((found["corpus"]["digest"] == found["query"]["digest"]) == same, f"replay on {name}: digests")
        os.remove(path)
        for folder in (styled, other):
            harness.drop_folder(folder)


if __name__ == "__main__":
    sys.exit(main())

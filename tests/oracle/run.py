"""Ask the binary what the oracle knows: random corpora, random questions, every answer compared.

    python3 run.py --pact build/pact [--seed S] [--corpora N] [--questions M] [--quick] [--only I]

On a difference it prints the seed, the YAML, the question and both answers, and keeps the folder. The last line is
`N passed, M failed`. `--only I` repeats corpus I of a seed alone.
"""

from __future__ import annotations

import argparse
import functools
import random
import sys
from typing import Any

sys.dont_write_bytecode = True  # leave no __pycache__ in the tree

import generate
import harness
import oracle

COMPARED = ["kind", "holder", "obligor", "status", "applies", "why", "from", "through", "before", "after", "terms", "absent", "reported",
            "depends_on", "cases"]
KNOWN_TO_DIFFER = ("why", "kind", "holder", "obligor")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--questions", type=int, default=70, help="for each corpus")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count = options.corpora or (50 if options.quick else 290)
    items = range(count) if options.only is None else [options.only]
    work = functools.partial(check_corpus, options.pact, options.seed, options.questions)
    return harness.tally(work, items, options.jobs)


def check_corpus(pact: str, seed: int, count: int, place: int) -> harness.Outcome:
    own_seed = seed * 1_000_003 + place
    agreements = generate.corpus(own_seed)
    files = generate.files(agreements, own_seed)
    asked = draw_questions(agreements, own_seed, count)
    folder = harness.write_folder(files)
    head = f"seed {seed}, corpus {place} (--seed {seed} --only {place}), kept in {folder}"
    try:
        lines = harness.batch(pact, folder, [question for question, _ in asked])
    except harness.Refused as refused:
        return harness.Outcome(0, [f"{head}\n{harness.folder_text(files)}\n{refused}"])
    failures = []
    for (question, expected), line in zip(asked, lines):
        found = differences(expected, harness.parse(line))
        if found:
            failures.append(f"{head}\nquestion {harness.show(question)}\nexpected {harness.show(expected)}\nactual   {line}\n" + "\n".join(found))
    if failures:
        failures[0] = harness.folder_text(files) + "\n" + failures[0]
    else:
        harness.drop_folder(folder)
    return harness.Outcome(len(asked) - len(failures), failures)


# --- Questions with their answers -----------------------------------------------------------------------------------------------


def draw_questions(agreements: list, seed: int, count: int) -> list[tuple]:
    """Pairs of a question and the results expected; None where an error document is."""
    rng = random.Random(seed + 1)
    pairs: list = []
    while len(pairs) < count:
        about = generate.topic(rng, agreements)
        everything = len(agreements) == 1 and rng.random() < 0.03
        clauses = selected(about, everything)
        for asked in generate.dates(rng, about, 2 if everything else min(7, count - len(pairs))):
            question = generate.question(about, asked, single=len(agreements) == 1 and rng.random() < 0.5)
            if everything:
                question["select"] = []
            pairs.append((question, None if clauses is None else expected_rows(about, clauses, asked)))
    return pairs[:count]


def selected(about: generate.Topic, everything: bool) -> dict | None:
    """The clauses that a topic's selector fits, in the order of their ids, ready to answer; None where there is no course."""
    known = oracle.first_day(about.known) if about.known else None
    try:
        domains = oracle.Domains(about.agreement, known, about.assume)
    except oracle.NoCourse:
        return None
    names = [name for name in about.agreement["clauses"] if everything or generate.fits(about.clause, name)]
    return {name: oracle.Clause(about.agreement, name, about.known, about.signed, about.assume, domains)
            for name in sorted(names, key=lambda name: name.split("."))}


def expected_rows(about: generate.Topic, clauses: dict, asked: Any) -> list[dict]:
    return [{"agreement": about.agreement["agreement"], "clause": name, **row} for name, clause in clauses.items()
            for row in oracle.rows(clause, asked)]


# --- Comparing ------------------------------------------------------------------------------------------------------------------


def differences(expected: list | None, actual: Any) -> list[str]:
    if not isinstance(actual, dict):
        return ["not a document"]
    failed = actual.get("schema") == harness.ERROR
    if expected is None or failed:
        return [] if failed and expected is None else ["an error document was" + ("" if expected is None else " not") + " expected"]
    results = actual.get("results", [])
    names = [(row["agreement"], row["clause"]) for row in expected]
    if [(row["agreement"], row["clause"]) for row in results] != names:
        return [f"results for {names} expected"]
    return [text for count, (wanted, row) in enumerate(zip(expected, results)) for text in row_differences(count, wanted, row)]


def row_differences(count: int, wanted: dict, row: dict) -> list[str]:
    found = []
    for key in COMPARED:
        if key not in row:
            found.append(f"results[{count}].{key} is missing")
        elif not harness.same(plain(wanted[key]), plain_case(row[key]) if key == "cases" else default_days(wanted, key, row[key])):
            found.append(f"results[{count}].{key}: expected {harness.show(wanted[key])}, got {harness.show(row[key])}")
    differs = [key for key in KNOWN_TO_DIFFER if key in row.get("differs", [])]
    if differs != wanted["differs"]:
        found.append(f"results[{count}].differs: expected {wanted['differs']} among {KNOWN_TO_DIFFER}, got {differs}")
    if not sorted_by_name(row.get("terms")):
        found.append(f"results[{count}].terms are not in byte order")
    return found


def plain(value: Any) -> Any:
    """An expected value without the day of a figure where that may be shown as null, being defaulted."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, oracle.Defaulted) else value


def default_days(wanted: dict, key: str, value: Any) -> Any:
    """An actual `reported` with null for a defaulted day put right from what is expected."""
    if key != "reported" or not isinstance(value, dict):
        return value
    fixed = {}
    for path, figure in value.items():
        other = wanted["reported"].get(path, {}).get("announced")
        if isinstance(figure, dict) and figure.get("announced") is None and isinstance(other, oracle.Defaulted):
            figure = {**figure, "announced": str(other)}
        fixed[path] = figure
    return fixed


def plain_case(cases: Any) -> Any:
    """The fields of cases that the oracle knows."""
    keys = ("when", "status", "terms", "absent", "reported")
    return [{key: case.get(key) for key in keys} for case in cases] if isinstance(cases, list) else cases


def sorted_by_name(value: Any) -> bool:
    if isinstance(value, dict):
        return list(value) == sorted(value, key=lambda name: name.encode()) and all(map(sorted_by_name, value.values()))
    return all(map(sorted_by_name, value)) if isinstance(value, list) else True


if __name__ == "__main__":
    sys.exit(main())

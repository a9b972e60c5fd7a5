#!/usr/bin/env python3
"""What the corpus that ships with pact must answer: expect.py PACT [FILE.jsonl]

Each line has a `query` as `pact batch` takes it, which selects one clause, and what the result of that very clause
(those below it are passed over) must have: `terms`, `absent` and
`reported` at least what is expected (null: nothing of that name), all other keys exactly that. `why` says where it is known from.
Ends with `N passed, M failed`."""

import decimal
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
AT_LEAST = ("terms", "absent", "reported")


def parse(text):
    return json.loads(text, parse_float=decimal.Decimal)


def same(expected, actual):
    """Equal, and a number is no boolean."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, dict):
        return isinstance(actual, dict) and expected.keys() == actual.keys() and all(same(v, actual[k]) for k, v in expected.items())
    if isinstance(expected, list):
        return isinstance(actual, list) and len(expected) == len(actual) and all(map(same, expected, actual))
    return expected == actual


def differences(query, expect, answer):
    clause = query["select"][0].split("/")[-1]
    results = [row for row in answer.get("results", []) if row["clause"] == clause]
    if len(results) != 1:
        return ["one result expected: " + json.dumps(answer, default=str)[:300]]
    found = []
    for key, wanted in expect.items():
        actual = results[0].get(key)
        if key in AT_LEAST:
            actual = {name: (actual or {}).get(name) for name in wanted}
        if key not in results[0] or not same(wanted, actual):
            found.append("%s: expected %s, got %s" % (key, json.dumps(wanted, default=str), json.dumps(actual, default=str)))
    return found


def main(argv):
    if len(argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    path = argv[2] if len(argv) == 3 else os.path.join(HERE, "microsoft-openai.expect.jsonl")
    with open(path, encoding="utf-8") as file:
        cases = [(number, parse(line)) for number, line in enumerate(file, 1) if line.strip()]
    questions = "".join(json.dumps(case["query"], default=str) + "\n" for _, case in cases)
    environment = {k: v for k, v in os.environ.items() if k != "PACT_CORPUS"}
    done = subprocess.run([argv[1], "batch"], input=questions.encode(), stdout=subprocess.PIPE, env=environment, timeout=120)
    answers = [parse(line) for line in done.stdout.decode().split("\n")[:-1]]
    failed = 0
    if len(answers) != len(cases):
        print("%d answers to %d questions" % (len(answers), len(cases)))
        return 1
    for (number, case), answer in zip(cases, answers):
        found = differences(case["query"], case["expect"], answer)
        if found:
            failed += 1
            print("%s:%d: %s\n  (%s)\n  %s" % (os.path.basename(path), number, json.dumps(case["query"], default=str),
                                              case.get("why", ""), "\n  ".join(found)))
    print("%d passed, %d failed" % (len(cases) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

"""Questions that a compiled corpus answers with the help of its outline: the same bytes as from the YAML.

    python3 outline.py --pact build/pact [--seed S] [--corpora N] [--quick] [--only I]

Random corpora are asked as YAML, as one image, and as an image for each agreement: assertions over globs in every form, of days
near all edges and of periods, as known on record dates and others; whether anything applies; and what globs select. Among the
agreements are some whose clauses begin and end together, nearly, and some without any. What the YAML answers, the other oracles
hold to be right. The last line is `N passed, M failed`.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True

import check
import generate
import harness
import oracle

ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC0", "PACT_TODAY": "2026-11-22"}
ENV.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})


class Forms:
    """One corpus in three forms, each called `c` in a folder of its own; the last is `c0`, `c1`, …"""

    def __init__(self, pact, agreements, seed):
        self.pact = pact
        parts = [generate.files([agreement], seed) for agreement in agreements]
        whole = {f"yaml/c/{i}-{name}": text for i, files in enumerate(parts) for name, text in files.items()}
        apart = {f"apart/{i}/{i}-{name}": text for i, files in enumerate(parts) for name, text in files.items()}
        self.home = harness.write_folder({**whole, **apart, "image/empty": ""})
        self.text = harness.folder_text(whole)
        self.run("yaml", ["compile", "-o", "../image/c", "c"])
        for i in range(len(parts)):
            self.run("apart", ["compile", "-o", f"c{i}", str(i)])
        self.shards = [word for i in reversed(range(len(parts))) for word in ("-C", f"c{i}")]

    def run(self, form, words):
        done = subprocess.run([self.pact] + words, cwd=os.path.join(self.home, form), env=ENV, capture_output=True, check=False)
        if done.returncode not in (0, 1, 2, 3):
            raise harness.Refused(f"{form}: pact {' '.join(words)}: exit {done.returncode}\n{done.stderr.decode()[:2000]}")
        return done.returncode, done.stdout


def of_checks(answer):
    """What says nothing of where the corpus lies."""
    rows = json.loads(answer[1])["results"]
    keys = ("outcome", "verdict", "expected", "found", "why", "on", "known", "hint")
    return answer[0], [{key: row.get(key) for key in keys} for row in rows]


def of_rows(answer):
    document = json.loads(answer[1])
    return answer[0], document.get("results"), document.get("message")


def of_code(answer):
    return answer[0]


def differing(forms, verb, words, reduce):
    """The forms that do not answer as the YAML does. A refusal also tells warnings, which only YAML has."""
    expected = forms.run("yaml", [verb, "-C", "c"] + words)
    image = forms.run("image", [verb, "-C", "c"] + words)
    apart = forms.run("apart", [verb] + forms.shards + words)
    found = []
    if image != expected and (expected[0] != 2 or verb == "check" or reduce(image) != reduce(expected)):
        found.append("the image")
    if reduce(apart) != reduce(expected):
        found.append("the image of each agreement")
    return found


def alike(rng, name, low, kind):
    """An agreement all of whose clauses are in force on the same days, or all but one, or whose end hangs on an event; or an empty one."""
    begin, end = low + rng.randint(0, 60), low + rng.randint(90, 200)
    signed = oracle.day_text(begin - 10)
    made = {"agreement": name, "title": name, "complete_through": oracle.day_text(low + rng.randint(0, 260)), "parties": {"acme": "Acme"},
            "sources": {"src": {"publisher": "Acme", "title": "Deal", "kind": "primary", "date": signed}}, "events": {"sale": {"title": "Acme is sold"}},
            "instruments": {"doc": {"title": "Deal", "announced": signed, "signed": signed, "sources": ["src"]}}, "clauses": {}}
    for clause in rng.sample(generate.CLAUSES, rng.choice([0, 1, 2, 3, 5, 8])):
        first, last = begin, end
        if kind == "odd" and rng.random() < 0.3:
            first, last = first + rng.choice([-1, 0, 1, 20]), last + rng.choice([-20, -1, 0, 1])
        act = {"act": "establish", "by": "doc", "from": oracle.day_text(first), "summary": "It holds.", "terms": {"amount": oracle.Number("1")}}
        act.update({"until": "sale"} if kind == "sale" and rng.random() < 0.5 else {"through": oracle.day_text(last)})
        made["clauses"][clause] = {"title": clause, "kind": rng.choice(generate.KINDS), "history": [act]}
    return made


def corpus(seed, place, rng):
    agreements = generate.corpus(seed, generate.Profile(long=place % 3 == 0, agreements=1 + place % 4))
    low = oracle.first_day(agreements[0]["complete_through"]) - rng.randint(0, 200)
    kinds = ["sale" if place % 4 < 2 else "odd", "same", "odd", "same"]  # courses of events multiply: one agreement with an event is enough
    names = rng.sample(["a0", "acme-too", "m5", "zz"], rng.randint(1, 4))
    return agreements[place % 2 * rng.randint(0, 1):][:3] + [alike(rng, name, low, kind) for name, kind in zip(names, kinds)]


def globs(rng, agreements):
    agreement = rng.choice(agreements)
    clause = rng.choice(list(agreement["clauses"]))
    name = agreement["agreement"]
    at = rng.randrange(len(clause))
    return rng.choice(["*", "*", clause[:at] + "*", "*" + clause[at:], clause[:at] + "?" + clause[at + 1:], f"{name}/*", f"{name[:2]}*/*",
                       f"*/{clause}", f"?*/{clause[:at]}*", "*/*", f"{name[:1]}*/", "*.nothing", f"{name}/{clause}", clause.split(".")[0]])


def day(rng, agreements):
    agreement = rng.choice(agreements)
    near = generate.days_near(agreement, rng.choice(list(agreement["clauses"])))
    if rng.random() < 0.1:
        return rng.choice([1, oracle.MAX_DAY, near[0] - 3000, near[-1] + 3000])
    return generate.clamp(rng.choice(near) + rng.choice([-1, 0, 0, 1, 1, 10, 60]))


def dates(rng, agreements):
    first = day(rng, agreements)
    last = max(first, day(rng, agreements)) if rng.random() < 0.35 else first
    return oracle.day_text(first) + (".." + oracle.day_text(last) if last > first else "")


def known(rng, agreements):
    choice = rng.random()
    if choice < 0.6:
        return None
    return rng.choice(agreements)["complete_through"] if choice < 0.85 else oracle.day_text(day(rng, agreements))


def checks(rng, agreements, count):
    entries = []
    for _ in range(count):
        entry = {"date": dates(rng, agreements),
                 "assert": rng.choice(["", "not "]) + rng.choice(["all ", "any "]) + globs(rng, agreements)}
        for key, value in (("known", known(rng, agreements)), ("holds", rng.choice([None, None, "always", "never", "sometime"])),
                           ("under", rng.choice([None, None, None, "all", "some"])),
                           ("signed", oracle.day_text(day(rng, agreements)) if rng.random() < 0.05 else None),
                           ("assume", {"*": "never"} if rng.random() < 0.1 else None)):
            if value:
                entry[key] = value
        entries.append(entry)
    return check.yaml_of(entries)


def check_corpus(pact, seed, place):
    own_seed = seed * 1_000_003 + place
    rng = random.Random(own_seed + 11)
    everything = corpus(own_seed, place, rng)
    agreements = [agreement for agreement in everything if agreement["clauses"]]
    head = f"seed {seed}, corpus {place} (--seed {seed} --only {place})"
    passed, failures = 0, []
    try:
        forms = Forms(pact, everything, own_seed)
        path = os.path.join(forms.home, "random.checks.yaml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(checks(rng, agreements, 60))
        asked = [("check", ["--file", path, "--json"], of_checks)]
        for _ in range(12):
            with_known = [word for value in (known(rng, agreements),) if value for word in ("-k", value)]
            asked.append(("query", ["-q", "-d", dates(rng, agreements)] + with_known, of_code))
        for verb, more in (("query", ["--all", "--json", "-d", dates(rng, agreements)]), ("query", ["-q", "-d", dates(rng, agreements)]), ("show", ["--json"])):
            for _ in range(3):
                asked.append((verb, more + [globs(rng, agreements) for _ in range(rng.choice([1, 1, 2]))], of_rows if "--json" in more else of_code))
        for verb, words, reduce in asked:
            wrong = differing(forms, verb, words, reduce)
            passed += not wrong
            if wrong:
                failures.append(f"{head}, kept in {forms.home}\n{forms.text}\npact {verb} {' '.join(words)}\nnot as the YAML: {', '.join(wrong)}")
    except harness.Refused as refused:
        return harness.Outcome(passed, failures + [f"{head}: {refused}"])
    if not failures:
        harness.drop_folder(forms.home)
    return harness.Outcome(passed, failures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--only", type=int, default=None)
    options = parser.parse_args()
    count = options.corpora or (12 if options.quick else 80)
    items = range(count) if options.only is None else [options.only]
    return harness.tally(functools.partial(check_corpus, os.path.abspath(options.pact), options.seed), items, 2)


if __name__ == "__main__":
    sys.exit(main())

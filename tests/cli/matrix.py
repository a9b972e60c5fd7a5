#!/usr/bin/env python3
"""Verb x outcome x format: matrix.py PACT

For each: the exit code; that standard output in a machine format is one valid document; that standard error is empty
on success and not on failure; that a failure asked for in JSON puts the document pact.error/1 on standard output; that
a write that fails gives exit 2, and a reader that goes away ends pact without noise.
Ends with `N passed, M failed`."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "reports"))
import readers

VALID = os.path.join(os.path.dirname(HERE), "corpus", "valid")
ALL = ["text", "json", "jsonl", "csv", "tsv", "markdown"]
FORMATS = {"query": ALL, "diff": ALL, "explain": ALL, "next": ALL + ["ics"], "timeline": ALL + ["svg", "html", "mermaid"], "list": ALL, "show": ["text", "json", "jsonl", "markdown"], "lint": ALL + readers.FORMATS, "check": ALL + readers.FORMATS}
LIMIT = float(os.environ.get("PACT_TEST_SECONDS", "20"))

BAD = "pact: 1\nagreement: x\ntitel: X\n"
# what is text to pact, and would be something else to a careless report
HOSTILE_NAME = "a b,c:d%0A::error::x\n1..7 <&'\"]]>\x1b[31m # SKIP \u202e.yaml"
HOSTILE = """pact: 1
agreement: x
complete_through: "2026-01-01 # TODO <b> & \\" ]]> %0A ::error::x ##[error] \u202e \\\\ 1..9"
"::error::x,y:z%": 1
sources: {"<s>\u200f": 1, "not ok 1": 2, "Bail out!": 3}
"""
WARN = """pact: 1
agreement: x
title: X
complete_through: 2026-01-01
sources: {s: {publisher: P, title: S, date: 2020, kind: primary}}
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}
clauses:
  c: {title: C, kind: fact, history: [{act: establish, by: i, until: 2025-12-31, summary: C.}]}
"""
CHECKS = {
    "checks": "pact-checks: 1\ndefaults: {date: 2026-01-01}\nchecks:\n  - {assert: brand.use}\n  - {name: n, assert: not brand.use}\n",
    "checks3": "pact-checks: 1\nchecks:\n  - {date: 2030-06-01, clause: distribution.exclusivity, status: in_force}\n",
    "clock": "pact-checks: 1\nchecks:\n  - {assert: brand.use}\n",
    "badchecks": "pact-checks: 1\nchecks:\n  - {asert: brand.use}\n",
    "notyaml": "pact-checks: 1\nchecks: [\n",
    "hostilechecks": "pact-checks: 1\nchecks:\n  - {date: 2024-01-01, assert: brand.use, name: \"%s\", message: \"%s\"}\n"
    % ((r"\e[31m ]]> # SKIP 1..7 <b>&'\" %0A::error::x \u202e \\",) * 2),
}
# of these the answer is written, and says which check could not be asked
ANSWERED = {"one is wrong", "all are wrong", "some of several fail", "undetermined beside a failure"}

# (verb, name, arguments, exit code); {acme}, {bad} and so on are paths
OUTCOMES = [
    ("query", "applies", "-C {acme} -d 2026-01-01", 0),
    ("query", "applies, with all", "-C {acme} -d 2026-01-01 --all", 0),
    ("query", "period", "-C {acme} -d 2026", 0),
    ("query", "several agreements", "-C {two} -C {acme} -d 2025", 0),
    ("query", "built in", "-d 2031-01-01", 0),
    ("query", "built in, a long period", "-d 2015..2040 --all", 0),
    ("query", "image", "-C {image} -d 2026-01-01", 0),
    ("query", "depends", "-C {acme} -d 2030-06-01 distribution", 3),
    ("query", "depends, in a period", "-C {acme} -d 2030 distribution.exclusivity", 3),
    ("query", "nothing", "-C {acme} -d 2024-01-01", 1),
    ("query", "nothing, with all", "-C {acme} -d 2024-01-01 --all", 1),
    ("query", "nothing by a filter", "-C {acme} -d 2026-01-01 --kind fact", 1),
    ("query", "suspended", "-C {acme} -d 2026-02-01 supply.rebate", 1),
    ("query", "nothing was known", "-C {acme} -d 2026-01-01 -k 1999-01-01", 1),
    ("query", "assumed", "-C {acme} -d 2030-06-01 -a *=never", 0),
    ("query", "jointly", "-C {acme} -d 2030-06-01 --jointly", 0),
    ("query", "jointly, depends", "-C {acme} -d 2030-06-01 --jointly distribution", 3),
    ("query", "jointly, several agreements", "-C {two} -C {acme} -d 2025-01-01 --jointly --all", 0),
    ("query", "jointly, image", "-C {image} -d 2026-01-01 --jointly", 0),
    ("query", "jointly, nothing", "-C {acme} -d 1999-01-01 --jointly", 1),
    ("query", "jointly, a period", "-C {acme} -d 2026 --jointly", 2),
    ("query", "jointly, too many", "-d 2024-01-01 --jointly", 2),
    ("query", "wrong date", "-C {acme} -d 2026-13", 2),
    ("query", "no such day", "-C {acme} -d 2026-02-30", 2),
    ("query", "unknown option", "-C {acme} --frob", 2),
    ("query", "missing value", "-C {acme} -d", 2),
    ("query", "unknown clause", "-C {acme} -d 2026-01-01 nope", 2),
    ("query", "unknown event", "-C {acme} -d 2026-01-01 -a nope=never", 2),
    ("query", "unknown party", "-C {acme} -d 2026-01-01 --party nope", 2),
    ("query", "unknown term", "-C {acme} -d 2026-01-01 --where nope=1", 2),
    ("query", "unknown limit", "-C {acme} -d 2026-01-01 --limit nope=1", 2),
    ("query", "no course", "-C {acme} -d 2027-01-01 -a deal-signed=never -a closing=2027-01-01", 2),
    ("query", "unreadable", "-C {nowhere} -d 2026-01-01", 2),
    ("query", "unreadable beside invalid", "-C {bad} -C {nowhere} -d 2026-01-01", 2),
    ("query", "wrong date of an invalid corpus", "-C {bad} -d 2026-13", 2),
    ("query", "output into no folder", "-C {acme} -d 2026-01-01 -o {nowhere}/out", 2),
    ("query", "invalid", "-C {bad} -d 2026-01-01", 4),
    ("query", "invalid beside valid", "-C {acme} -C {bad} -d 2026-01-01", 4),
    ("query", "empty folder", "-C {empty} -d 2026-01-01", 4),
    ("query", "damaged image", "-C {damaged} -d 2026-01-01", 4),
    ("query", "two corpora with one agreement", "-C {acme} -C {image} -d 2026-01-01", 4),
    ("timeline", "all", "-C {acme}", 0),
    ("timeline", "several agreements", "-C {two} -C {acme} -d 2025-06-01", 0),
    ("timeline", "built in, a topic", "--from 2019 --through 2032 ip", 0),
    ("timeline", "image", "-C {image} -k 2026-01-01", 0),
    ("timeline", "nothing by a filter", "-C {acme} --kind fact", 0),
    ("timeline", "the whole calendar", "-C {acme} --from 0001 --through 9999", 0),
    ("timeline", "two days", "-C {acme} --from 2026-01-01 --through 2026-01-02", 0),
    ("timeline", "no days", "-C {acme} --from 2026 --through 2025", 2),
    ("timeline", "one day", "-C {acme} --from 2026-01-01 --through 2026-01-01", 2),
    ("timeline", "a period marked", "-C {acme} -d 2026", 2),
    ("timeline", "wrong end", "-C {acme} --through 2026-13", 2),
    ("timeline", "unknown clause", "-C {acme} nope", 2),
    ("timeline", "no course", "-C {acme} -a deal-signed=never -a closing=2027-01-01", 2),
    ("timeline", "invalid", "-C {bad}", 4),
    ("next", "all", "-C {acme} -d 2024-01-01", 0),
    ("next", "soon", "-C {acme} -d 2024-01-01 --within 6m", 0),
    ("next", "nothing", "-C {acme} -d 2026-11-21 --within 1d distribution.reporting", 0),
    ("next", "image", "-C {image} -d 2025-01-01 -k 2026-01-01", 0),
    ("next", "several agreements", "-C {two} -C {acme} -d 2024-01-01", 0),
    ("next", "a scenario", "-C {acme} -d 2026-01-01 -a *=never --party acme", 0),
    ("next", "built in", "-d 2026-11-24 ip", 0),
    ("next", "the last day", "-C {acme} -d 9999-12-31", 0),
    ("next", "a period", "-C {acme} -d 2026", 2),
    ("next", "no span", "-C {acme} --within soon", 2),
    ("next", "unknown clause", "-C {acme} nope", 2),
    ("next", "no course", "-C {acme} -a deal-signed=never -a closing=2027-01-01", 2),
    ("next", "invalid", "-C {bad}", 4),
    ("diff", "an amendment", "-C {acme} 2025-06-30 2025-07-01", 1),
    ("diff", "nothing", "-C {acme} 2025-03-01 2025-03-02", 0),
    ("diff", "into the open", "-C {acme} 2026-11-01 2027-01-01 distribution.exclusivity", 3),
    ("diff", "known", "-C {acme} --known 2025-06-09..2025-06-10 -d 2025-08-01", 1),
    ("diff", "known, all days", "-C {acme} --known 2025-06-09..2025-06-10 -d all", 1),
    ("diff", "known, a period", "-C {acme} --known 2025-06-09..2025-06-10 -d 2024-06", 0),
    ("diff", "against itself", "-C {acme} --against {image}", 0),
    ("diff", "against another", "-C {acme} --against {two}", 1),
    ("diff", "against, narrowed", "-C {two} --against {acme} -d 2026 -k 2025-01-01", 1),
    ("diff", "against, no such clause", "-C {acme} --against {two} nope", 2),
    ("diff", "against, invalid", "-C {acme} --against {bad}", 4),
    ("diff", "against, not there", "-C {acme} --against nowhere.yaml", 2),
    ("timeline", "a plane of several", "-C {acme} --plane distribution", 2),
    ("timeline", "an axis that is none", "-C {acme} --over time", 2),
    ("diff", "image", "-C {image} 2025-06-30 2025-07-01", 1),
    ("diff", "several agreements", "-C {two} -C {acme} 2025-06-30 2025-07-01", 1),
    ("diff", "built in", "2026-04-26 2026-04-27 ip", 1),
    ("diff", "one day", "-C {acme} 2025-06-30", 2),
    ("diff", "a period", "-C {acme} 2025 2026", 2),
    ("diff", "both ways", "-C {acme} 2025-06-30 2025-07-01 -d 2025-01-01", 2),
    ("diff", "unknown clause", "-C {acme} 2025-06-30 2025-07-01 nope", 2),
    ("diff", "no course", "-C {acme} 2025-06-30 2025-07-01 -a deal-signed=never -a closing=2027-01-01", 2),
    ("diff", "invalid", "-C {bad} 2025-06-30 2025-07-01", 4),
    ("explain", "in force", "-C {acme} -d 2026-01-01 distribution.exclusivity", 0),
    ("explain", "it depends", "-C {acme} -d 2027-06-01 distribution.exclusivity", 0),
    ("explain", "ended", "-C {acme} -d 2040-01-01 distribution.exclusivity", 0),
    ("explain", "nothing known", "-C {acme} -d 2026-01-01 -k 1999-01-01 distribution.exclusivity", 0),
    ("explain", "known after the record", "-C {acme} -d 2026-01-01 -k 2039-01-01 distribution.exclusivity", 0),
    ("explain", "assumed", "-C {acme} -d 2026-01-01 -a acme-acquired=2025-01-01 distribution.exclusivity", 0),
    ("explain", "image", "-C {image} -d 2026-01-01 distribution.exclusivity", 0),
    ("explain", "several agreements", "-C {two} -C {acme} -d 2026-01-01 acme-globex/distribution.exclusivity", 0),
    ("explain", "built in", "-d 2031-01-01 ip.license", 0),
    ("explain", "a period", "-C {acme} -d 2026 distribution.exclusivity", 2),
    ("explain", "a topic", "-C {acme} -d 2026-01-01 distribution", 2),
    ("explain", "unknown clause", "-C {acme} -d 2026-01-01 nope", 2),
    ("explain", "no course", "-C {acme} -d 2026-01-01 -a deal-signed=never -a closing=2027-01-01 distribution.exclusivity", 2),
    ("explain", "no receipt", "-C {acme} --replay {bad}", 2),
    ("explain", "invalid", "-C {bad} -d 2026-01-01 x", 4),
    ("list", "clauses", "-C {acme}", 0),
    ("list", "agreements", "-C {two} agreements", 0),
    ("list", "topics", "-C {two} topics", 0),
    ("list", "parties", "-C {two} parties", 0),
    ("list", "instruments", "-C {acme} instruments", 0),
    ("list", "events", "-C {acme} events", 0),
    ("list", "sources", "-C {acme} sources", 0),
    ("list", "built in", "sources", 0),
    ("list", "no match", "-C {acme} --match zzz", 0),
    ("check", "holds", "-C {acme} -d 2026-01-01 brand.use", 0),
    ("check", "fails", "-C {acme} -d 2024-01-01 brand.use", 1),
    ("check", "undetermined", "-C {acme} -d 2030-06-01 distribution.exclusivity", 3),
    ("check", "undetermined, to fail", "-C {acme} -d 2030-06-01 --undetermined fail distribution.exclusivity", 1),
    ("check", "undetermined, to be skipped", "-C {acme} -d 2030-06-01 --undetermined skip distribution.exclusivity", 0),
    ("check", "undetermined beside a failure", "-C {acme} -d 2030-06-01 distribution.exclusivity any_of_it", 2),
    ("check", "some of several fail", "-C {acme} -d 2026 any:distribution brand.use", 2),
    ("check", "a period", "-C {acme} -d 2026 --holds sometime brand.use", 0),
    ("check", "image", "-C {image} -d 2026-01-01 brand.use", 0),
    ("check", "built in", "-d 2031-01-01 ip.license", 0),
    ("check", "a file", "-C {acme} --file {checks}", 1),
    ("check", "a file that depends", "-C {acme} --file {checks3}", 3),
    ("check", "a file, strict", "-C {acme} --file {clock} --strict", 1),
    ("check", "a file, not strict", "-C {acme} --file {clock}", 0),
    ("check", "one is wrong", "-C {acme} -d 2026-01-01 brand.use nope", 2),
    ("check", "all are wrong", "-C {acme} -d 2026-01-01 nope", 2),
    ("check", "a wrong file", "-C {acme} --file {badchecks}", 2),
    ("check", "no YAML", "-C {acme} --file {notyaml}", 2),
    ("check", "an unreadable file", "-C {acme} --file {nowhere}", 2),
    ("check", "an empty folder", "-C {acme} --file {empty}", 2),
    ("check", "nothing to check", "-C {acme}", 2),
    ("check", "wrong date", "-C {acme} -d 2026-13 brand.use", 2),
    ("check", "wrong word", "-C {acme} --holds often brand.use", 2),
    ("check", "unreadable", "-C {nowhere} brand.use", 2),
    ("check", "invalid", "-C {bad} brand.use", 4),
    ("check", "invalid, of a file", "-C {bad} --file {checks}", 4),
    ("check", "damaged image", "-C {damaged} brand.use", 4),
    ("check", "upcoming: nothing", "-C {acme} -d 2026-02-01 --upcoming 10d brand.use", 0),
    ("check", "upcoming: lapses", "-C {acme} -d 2026-01-01 --upcoming 90d supply", 1),
    ("check", "upcoming: may lapse", "-C {acme} -d 2026-12-01 --upcoming 90d distribution.exclusivity", 3),
    ("check", "upcoming: wrong span", "-C {acme} --upcoming soon", 2),
    ("check", "upcoming: of a period", "-C {acme} -d 2026 --upcoming 90d", 2),
    ("check", "upcoming: unknown clause", "-C {acme} --upcoming 90d nope", 2),
    ("check", "upcoming: of a file", "-C {acme} --upcoming 90d --file {checks}", 2),
    ("check", "hostile bytes", "-C {acme} --file {hostilechecks}", 1),
    ("list", "unknown noun", "-C {acme} nouns", 2),
    ("list", "unreadable", "-C {nowhere}", 2),
    ("list", "invalid", "-C {bad}", 4),
    ("list", "damaged image", "-C {damaged}", 4),
    ("show", "clause", "-C {acme} brand.use", 0),
    ("show", "all", "-C {acme} *", 0),
    ("show", "built in", "ip", 0),
    ("show", "unknown clause", "-C {acme} nope", 2),
    ("show", "no clause", "-C {acme}", 2),
    ("show", "unreadable", "-C {nowhere} x", 2),
    ("show", "invalid", "-C {bad} x", 4),
    ("lint", "sound", "{acme}", 0),
    ("lint", "sound, strict", "--strict {acme}", 0),
    ("lint", "built in", "", 0),
    ("lint", "warning", "{warn}", 0),
    ("lint", "warning, strict", "--strict {warn}", 1),
    ("lint", "errors", "{bad}", 4),
    ("lint", "errors, strict", "--strict {bad}", 4),
    ("lint", "damaged image", "{damaged}", 4),
    ("lint", "unreadable", "{nowhere}", 2),
    ("lint", "unreadable beside invalid", "{bad} {nowhere}", 2),
    ("lint", "wrong length", "--stale 1x {acme}", 2),
    ("lint", "a rule, and no finding of it", "--strict --rule unused-event {warn}", 0),
    ("lint", "a rule, and a finding of it", "--strict --rule until-month-end {warn}", 1),
    ("lint", "a rule does not hide errors", "--rule unused-event {bad}", 4),
    ("lint", "unknown rule", "--rule nope {acme}", 2),
    ("lint", "unknown option", "--frob", 2),
    ("lint", "a report that is cut", "--limit diagnostics=1 {many}", 4),
    ("lint", "empty folder", "{empty}", 4),
    ("lint", "hostile bytes", "{hostile}", 4),
    ("lint", "several", "{warn} {bad} {acme}", 4),
]
LINES = '{"date": "2031-01-01"}\n{"date": "1999-01-01"}\n'
# (name, arguments, standard input, exit code, lines of output)
BATCHES = [
    ("answers", "-C {two}", LINES, 0, 2),
    ("nothing asked", "-C {two}", "", 0, 0),
    ("a wrong line", "-C {two}", LINES + "nonsense\n" + LINES, 2, 5),
    ("unreadable", "-C {nowhere}", LINES, 2, 1),
    ("invalid", "-C {bad}", LINES, 4, 1),
    ("wrong option", "-C {two} --frob", LINES, 2, 1),
]


class Tally:
    passed = failed = 0

    def check(self, right, name, detail=""):
        if right:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED %s%s" % (name, ": " + detail if detail else ""))


def no_duplicates(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate keys")
    return result


def parse(text):
    return json.loads(text, object_pairs_hook=no_duplicates)


def lines_of(text):
    """The lines of a text that ends with a line end."""
    if text and not text.endswith("\n"):
        raise ValueError("the last line has no end")
    return text.split("\n")[:-1]


def why_no_document(text, form):
    """What is wrong with an answer in a format; empty if nothing is."""
    try:
        if form == "json":
            document = parse(text)
            return "" if list(document)[0] == "schema" and "results" in document else "no results"
        if form == "jsonl":
            first, *rest = [parse(line) for line in lines_of(text)]
            return "" if "schema" in first and not any("schema" in r for r in rest) else "not a head and rows"
        if form in ("csv", "tsv"):
            if form == "tsv":
                rows = [line.split("\t") for line in lines_of(text)]
            else:
                rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            return "" if rows and {len(r) for r in rows} == {len(rows[0])} else "rows of several widths"
        if form == "markdown":
            widths = {line.replace("\\|", "").count("|") for line in lines_of(text) if line.startswith("|")}
            # a heading before each table: all tables of an answer have the same columns
            return "" if len(widths) <= 1 else "rows of several widths"
        if form in ("svg", "html"):
            begin, end = {"svg": ("<svg", "</svg>"), "html": ("<!DOCTYPE html>", "</html>")}[form]
            return "" if begin in text[:200] and text.rstrip().endswith(end) else "not whole"
        if form == "ics":
            return "" if text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n") else "not whole"
        if form == "mermaid":
            return "" if text.startswith("gantt\n") and all(line.startswith("    ") for line in lines_of(text)[1:]) else "no chart"
    except (ValueError, csv.Error) as error:
        return str(error)
    return "" if text.endswith("\n") or text == "" else "the last line has no end"


def why_no_error_document(text, code):
    try:
        document = parse(text)
    except ValueError as error:
        return str(error)
    if list(document) != ["schema", "code", "message", "diagnostics"]:
        return "keys %s" % list(document)
    if document["schema"] != "pact.error/1" or document["code"] != code or not document["diagnostics"]:
        return "not of exit code %d: %s" % (code, text[:200])
    return ""


class Matrix:
    def __init__(self, pact, folder):
        self.pact, self.tally, self.folder = os.path.abspath(pact), Tally(), folder
        self.paths = {"acme": os.path.join(VALID, "acme"), "two": os.path.join(VALID, "two")}
        for name in ("bad", "warn", "empty", "nowhere", "image", "damaged"):
            self.paths[name] = os.path.join(folder, name + (".yaml" if name in ("bad", "warn") else ""))
        os.mkdir(self.paths["empty"])
        self.paths["hostile"] = os.path.join(folder, HOSTILE_NAME)
        self.paths["many"] = os.path.join(folder, "many.yaml")
        for name, text in (("bad", BAD), ("warn", WARN), ("hostile", HOSTILE), ("many", BAD + "kind: X\n" * 3)):
            with open(self.paths[name], "w", encoding="utf-8") as file:
                file.write(text)
        for name, text in CHECKS.items():
            self.paths[name] = os.path.join(folder, name + ".txt")  # so that no folder holds them
            with open(self.paths[name], "w", encoding="utf-8") as file:
                file.write(text)
        subprocess.run([self.pact, "compile", "-o", self.paths["image"], self.paths["acme"]], check=True, timeout=LIMIT)
        with open(self.paths["image"], "rb") as file:
            image = bytearray(file.read())
        image[len(image) // 2] ^= 0xFF
        with open(self.paths["damaged"], "wb") as file:
            file.write(image)

    def run(self, words, stdin="", stdout=subprocess.PIPE):
        arguments = [w.format(**self.paths) for w in words]
        environment = {k: v for k, v in os.environ.items() if k not in ("PACT_CORPUS", "COLUMNS")}
        environment.update(PACT_TODAY="2026-11-22", LC_ALL="C", NO_COLOR="1")
        done = subprocess.run([self.pact] + arguments, input=stdin.encode(), stdout=stdout, stderr=subprocess.PIPE,
                              env=environment, cwd=self.folder, timeout=LIMIT)
        return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()

    def outcome(self, verb, name, words, code, form):
        label = "%s, %s, %s" % (verb, name, form)
        got, out, err = self.run([verb] + words + ["-f", form])
        # an option at the end of the command line takes the -f for its value: then the format is not said
        self.tally.check(got == code, label, "exit %d, expected %d" % (got, code))
        if verb == "check" and name in ANSWERED:
            self.tally.check(err.startswith("pact: "), label, "standard error: " + err[:200])
            if form in readers.FORMATS:
                self.report(label, form, out, code)
            else:
                self.tally.check(not why_no_document(out, form), label, why_no_document(out, form))
        elif code in (2, 4) and not (verb == "lint" and code == 4):
            self.tally.check(err != "", label, "nothing on standard error")
            if form in ("json", "jsonl") and name != "missing value":
                self.tally.check(not why_no_error_document(out, code), label, why_no_error_document(out, code))
            elif form in readers.FORMATS:
                self.report(label, form, out, code)
            elif name != "missing value":
                self.tally.check(out == "", label, "standard output: " + out[:200])
        elif form in readers.FORMATS:
            self.tally.check(err == "", label, "standard error: " + err[:200])
            self.report(label, form, out, code)
        else:
            self.tally.check(err == "", label, "standard error: " + err[:200])
            self.tally.check(not why_no_document(out, form), label, why_no_document(out, form))
            self.tally.check(form == "text" or name == "hostile bytes" or "\x1b" not in out, label, "escape sequences")

    def report(self, label, form, text, code):
        """An outside reader takes the report, and comes to the verdict of the exit code."""
        try:
            found = readers.read(form, text)
            self.tally.check(found.broken == (code == 2 or code == 4 and not label.startswith("lint")), label, "broken: %s" % found.broken)
            # in SARIF a warning is one whether or not it fails the run
            bad = found.exit_is_bad() or (form == "sarif" and code == 1 and found.shown > 0)
            self.tally.check(bad == (code != 0), label, "exit %d, and the report says %s" % (code, vars(found)))
        except ValueError as error:
            self.tally.check(False, label, "%s in %s" % (error, text[:300]))

    def quiet(self, verb, name, words, code):
        got, out, err = self.run([verb] + words + ["-q"])
        self.tally.check(got == code and out == "" and (err != "") == (code in (2, 4)), verb + " -q, " + name,
                         "exit %d, output %r, error %r" % (got, out[:80], err[:80]))

    def batch(self, name, words, stdin, code, count):
        got, out, err = self.run(["batch"] + words, stdin)
        rows = [parse(line) for line in lines_of(out)]
        self.tally.check(got == code, "batch, " + name, "exit %d, expected %d" % (got, code))
        self.tally.check(len(rows) == count, "batch, " + name, "%d lines, expected %d" % (len(rows), count))
        self.tally.check(all(r["schema"] in ("pact.query/1", "pact.error/1") for r in rows), "batch, " + name, "schemas")
        self.tally.check((err == "") == (code == 0 or count > 1), "batch, " + name, "standard error: " + err[:200])

    def cannot_write(self, words, stdin=""):
        """What succeeds with a good standard output must fail with a bad one."""
        label = " ".join(words)
        with open("/dev/full", "wb") as full:
            code, _, err = self.run(words, stdin, full)
        self.tally.check(code == 2 and err != "", label + " >/dev/full", "exit %d, %r" % (code, err[:80]))
        script = 'exec "$@" >&-'
        arguments = [w.format(**self.paths) for w in words]
        done = subprocess.run(["sh", "-c", script, "sh", self.pact] + arguments, input=stdin.encode(),
                              stderr=subprocess.PIPE, timeout=LIMIT)
        self.tally.check(done.returncode == 2 and done.stderr != b"", label + " >&-", "exit %d" % done.returncode)

    def reader_goes(self, words, stdin=""):
        """head -1: a line arrives, nothing is said, and no signal but SIGPIPE ends it."""
        arguments = [w.format(**self.paths) for w in words]
        process = subprocess.Popen([self.pact] + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, restore_signals=True)
        try:
            process.stdin.write(stdin.encode())
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        code = process.wait(timeout=LIMIT)
        self.tally.check(code in (0, 2, -13) and err == b"", " ".join(words) + " | head -1", "exit %d, %r" % (code, err[:80]))


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        m = Matrix(argv[1], folder)
        for verb, name, words, code in OUTCOMES:
            for form in FORMATS[verb]:
                m.outcome(verb, name, words.split(), code, form)
            if verb in ("query", "check") and "-o" not in words.split():
                m.quiet(verb, name, words.split(), code)
        for name, words, stdin, code, count in BATCHES:
            m.batch(name, words.split(), stdin, code, count)
        for verb, forms in FORMATS.items():
            words = {"query": "-C {acme} -d 2026", "diff": "-C {acme} 2025-06-30 2025-07-01", "explain": "-C {acme} -d 2026-01-01 distribution.exclusivity", "timeline": "-C {acme}", "next": "-C {acme} -d 2024-01-01", "list": "-C {acme}", "show": "-C {acme} *", "lint": "{acme}", "check": "-C {acme} -d 2026-01-01 brand.use"}[verb].split()
            for form in forms:
                m.cannot_write([verb] + words + ["-f", form])
        for words in (["help"], ["help", "query"], ["--help"], ["--version"], ["compile", "-C", "{acme}", "-o", "-"], ["schema"],
                      ["schema", "corpus"], ["lint", "--rules"]):
            m.cannot_write(words)
        m.cannot_write(["query", "-C", "{acme}", "-d", "2025-01-01", "--value", "supply.stock:weeks"])
        m.cannot_write(["batch", "-C", "{acme}"], LINES)
        for form in FORMATS["query"]:
            m.reader_goes(["query", "-d", "0001-01-01..9999-12-31", "--all", "-f", form])
        m.reader_goes(["show", "*"])
        m.reader_goes(["check", "-d", "2015..2040"] + ["any *"] * 3000)
        m.reader_goes(["batch"], LINES * 500)
    print("%d passed, %d failed" % (m.tally.passed, m.tally.failed))
    return 1 if m.tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

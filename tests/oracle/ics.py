#!/usr/bin/env python3
"""`pact next -f ics` read back: ics.py --pact PACT [--quick] [--seed S] [--corpora N] [--only I] [BUILTIN-FOLDER]

The bytes by the letter of RFC 5545 (line ends, folding, escapes); then python3-icalendar reads them, and each entry must say what
the row of `--json` in its place says. On the corpus given and on random ones: the same bytes in a second run, from a compiled image,
and from YAML in another style, split and ordered in another way; the same UID for the same boundary under another span, on another
day, and with later knowledge; no UID twice. Where calcurse is installed, it must take every entry on its day.
Ends with `N passed, M failed`."""

from __future__ import annotations

import argparse
import datetime
import functools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import icalendar

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import generate  # noqa: E402
import harness  # noqa: E402
from oracle import MAX_DAY, day_text, first_day, last_day  # noqa: E402

ENV = {"PATH": os.environ.get("PATH", ""), "PACT_TODAY": "2026-11-22"}
ENV.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})
PLACES = ("agreement", "clause", "happens", "window", "before", "after", "hangs_on", "latest", "changes")
NASTY = ["a, b; c", "back\\slash", "\\n is no line feed", "two\nlines", "\\, \\; \\\\", "ü" * 80, "日本語" * 30, "🙂" * 40,
         "x" * 200, "é" + "🙂é" * 30, '"quoted": a', "tab\tand  blanks", "BEGIN:VEVENT", "ends in \\"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", type=int, default=None)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("folders", nargs="*")
    options = parser.parse_args()
    count = options.corpora or (12 if options.quick else 80)
    places = list(range(count)) if options.only is None else [options.only]
    work = functools.partial(check, options.pact, options.seed)
    return harness.tally(work, [*options.folders, "nasty", *places] if options.only is None else places, options.jobs)


def check(pact: str, seed: int, place) -> harness.Outcome:
    if isinstance(place, int):
        return check_random(pact, seed, place)
    folder = write_nasty() if place == "nasty" else place
    trial = Trial(pact)
    for date in ("2019-01-01", "2024-06-01", "2026-11-22"):
        trial.list(folder, "-d", date)
        trial.list(folder, "-d", date, "--ascii")
    trial.unchanged(folder, ["-d", "2019-01-01"])
    trial.stable(folder, ["2015-01-01", "2024-06-01", "2026-11-22"], [None, "2025-12-31", "2026-11-21"])
    if place == "nasty":
        trial.check_nasty(folder)
        harness.drop_folder(folder)
    return harness.Outcome(trial.passed, trial.faults[:5])


def check_random(pact: str, seed: int, place: int) -> harness.Outcome:
    own_seed = seed * 1_000_003 + place
    rng = random.Random(own_seed)
    agreements = generate.corpus(own_seed)
    if rng.random() < 0.5:
        spoil(rng, agreements)
    folder = harness.write_folder(generate.files(agreements, own_seed))
    trial = Trial(pact)
    about = generate.topic(rng, agreements)
    near = generate.days_near(about.agreement, about.clause)
    days = sorted({day_text(generate.clamp(rng.choice(near) + rng.choice([-30, -1, 0, 1]))) for _ in range(3)})
    known = sorted({day_text(last_day(row["announced"])) for row in about.agreement["instruments"].values()})
    trial.list(folder, "-d", days[0])
    trial.unchanged(folder, ["-d", days[0]], [generate.files(agreements, own_seed + 1), generate.files(agreements, own_seed, "flow"),
                                              generate.files(agreements, own_seed + 2, "block")])
    trial.stable(folder, days, [None, *rng.sample(known, min(3, len(known)))])
    trial.faults = [f"--seed {seed} --only {place}, kept in {folder}\n{fault}" for fault in trial.faults[:3]]
    if not trial.faults:
        harness.drop_folder(folder)
    return harness.Outcome(trial.passed, trial.faults)


def spoil(rng: random.Random, agreements: list) -> None:
    """Texts that want escapes and folds."""
    for agreement in agreements:
        for row in [*agreement["clauses"].values(), *agreement["instruments"].values()]:
            row["title"] = rng.choice(NASTY).replace("\n", " ").replace("\t", " ")


def write_nasty() -> str:
    """One clause for each nasty text: as its title, its summary, and the title of its instrument."""
    text = "pact: 1\nagreement: nasty\ntitle: Nasty\ncomplete_through: 2026-11-20\nparties: {a: A, b: B}\n"
    text += "sources: {s: {publisher: P, title: T, kind: primary, date: 2018-01-01}}\ninstruments:\n"
    for place, nasty in enumerate(NASTY):
        text += f"  i{place}: {{title: {quoted(nasty)}, announced: 2020-01-01, effective: 2024-0{place % 9 + 1}-01, sources: [s]}}\n"
    text += "events: {sold: {title: It is sold}}\nclauses:\n"
    for place, nasty in enumerate(NASTY):
        text += f"  c{place}:\n    title: {quoted(nasty)}\n    kind: right\n    holder: a\n    obligor: b\n    history:\n"
        text += f"      - {{act: establish, by: i{place}, until: sold, terms: {{x: {place}}}, summary: {quoted(nasty)}}}\n"
    return harness.write_folder({"nasty.yaml": text})


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class Trial:
    def __init__(self, pact: str):
        self.pact, self.passed, self.faults = pact, 0, []

    def expect(self, fine: bool, fault: str) -> bool:
        if fine:
            self.passed += 1
        else:
            self.faults.append(fault)
        return fine

    def run(self, folder: str, *words: str, form: str = "ics", locale: str = "C") -> bytes:
        done = subprocess.run([self.pact, "next", "-C", folder, "-f", form, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**ENV, "LC_ALL": locale}, check=False)
        self.expect(done.returncode == 0, f"{words}: exit {done.returncode}: {done.stderr.decode()[:300]}")
        return done.stdout

    # -- what is written ----------------------------------------------------------------------------------------------------------

    def list(self, folder: str, *words: str) -> None:
        ascii_words = [word for word in words if word != "--ascii"]
        document = json.loads(self.run(folder, *ascii_words, form="json"))
        data = self.run(folder, *words)
        what = " ".join(words)
        self.check_lines(data, what)
        raw = entries_of(data)
        if not data:
            return
        read = [part for part in icalendar.Calendar.from_ical(data).walk() if part.name == "VEVENT"]
        rows = document["results"]
        if not self.expect(len(raw) == len(read) == len(rows), f"{what}: {len(rows)} rows, {len(raw)} and {len(read)} entries"):
            return
        records = {row["agreement"]: row["complete_through"] for row in
                   json.loads(self.list_agreements(folder))["results"]}
        titles = self.titles(folder)
        for row, own, event in zip(rows, raw, read):
            for fault in differences(row, own, event, records[row["agreement"]], titles):
                self.expect(False, f"{what}: {fault}: {row}\n{own}")
            self.passed += 1
        uids = [own["UID"] for own in raw]
        self.expect(len(set(uids)) == len(uids), f"{what}: an UID twice")
        if shutil.which("calcurse"):
            self.check_calcurse(data, read, what)

    def list_agreements(self, folder: str) -> bytes:
        return subprocess.run([self.pact, "list", "agreements", "--json", "-C", folder], stdout=subprocess.PIPE, env=ENV, check=True).stdout

    def titles(self, folder: str) -> dict:
        """Of instruments, by agreement and id."""
        text = subprocess.run([self.pact, "list", "instruments", "--json", "-C", folder], stdout=subprocess.PIPE, env=ENV, check=True).stdout
        return {(row["agreement"], row["instrument"]): row["title"] for row in json.loads(text)["results"]}

    def check_lines(self, data: bytes, what: str) -> None:
        self.expect(data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") and data.endswith(b"END:VCALENDAR\r\n"), f"{what}: frame")
        lines = data.split(b"\r\n")
        self.expect(not any(b"\n" in line or b"\r" in line for line in lines), f"{what}: a line end that is not CRLF")
        self.expect(all(len(line) <= 75 for line in lines), f"{what}: a line of more than 75 octets")
        self.expect(not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data), f"{what}: a control character")
        try:
            for line in lines:
                line.decode()
            self.passed += 1
        except UnicodeDecodeError:
            self.expect(False, f"{what}: folded inside a character")

    def check_calcurse(self, data: bytes, read: list, what: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "terms.ics")
            with open(path, "wb") as out:
                out.write(data)
            done = subprocess.run(["calcurse", "-D", os.path.join(folder, "own"), "-i", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env={**ENV, "LC_ALL": "C.UTF-8", "TERM": "dumb"}, check=False)
            apts = os.path.join(folder, "own", "apts")
            taken = open(apts, encoding="utf-8").read().splitlines() if os.path.exists(apts) else []
        days = sorted(datetime.datetime.strptime(line[:10], "%m/%d/%Y").date() for line in taken)
        wanted = sorted(event["DTSTART"].dt for event in read)
        self.expect(done.returncode == 0 and days == wanted, f"{what}: calcurse took {len(days)} of {len(wanted)} entries, or on other days")

    def check_nasty(self, folder: str) -> None:
        """Every nasty text arrives as it was written, but for blanks, which are one where lines end."""
        for own in entries_of(self.run(folder, "-d", "2019-01-01")):
            found = re.match(r"c(\d+) begins", own["SUMMARY"])
            if found:
                nasty = " ".join(NASTY[int(found[1])].split())
                said = " ".join(own["DESCRIPTION"].split())
                stopped = nasty[0].upper() + nasty[1:]
                self.expect(said.count(nasty) + said.count(stopped) >= 3, f"{nasty!r} is not three times in {said!r}")

    # -- what stays ---------------------------------------------------------------------------------------------------------------

    def unchanged(self, folder: str, words: list, others: list = ()) -> None:
        data = self.run(folder, *words)
        self.expect(data == self.run(folder, *words), f"{words}: two runs differ")
        self.expect(data == self.run(folder, *words, locale="C.UTF-8"), f"{words}: it differs by locale")
        self.expect(data == self.run(folder, *words, "--width", "40"), f"{words}: it differs by width")
        with tempfile.TemporaryDirectory() as place:
            image = os.path.join(place, "image")
            subprocess.run([self.pact, "compile", "-o", image, folder], env=ENV, check=True, stdout=subprocess.DEVNULL)
            self.expect(data == self.run(image, *words), f"{words}: it differs from a compiled image")
        for files in others:
            other = harness.write_folder(files)
            self.expect(data == self.run(other, *words), f"{words}: it differs from {other}")
            harness.drop_folder(other)

    def stable(self, folder: str, days: list, knowns: list) -> None:
        """One UID a boundary, and one boundary a UID, in all these lists."""
        uid_of, place_of = {}, {}
        for day in days:
            for known in knowns:
                for within in ([], ["--within", "30d"], ["--within", "2y"]):
                    words = ["-d", day, *(["-k", known] if known else []), *within]
                    rows = json.loads(self.run(folder, *words, form="json"))["results"]
                    for row, own in zip(rows, entries_of(self.run(folder, *words))):
                        place = json.dumps([row[key] for key in PLACES])
                        self.expect(uid_of.setdefault(place, own["UID"]) == own["UID"], f"{words}: another UID: {row}")
                        self.expect(place_of.setdefault(own["UID"], place) == place, f"{words}: a UID for another thing: {row}")


def entries_of(data: bytes) -> list[dict]:
    """Unfolded and unescaped by the letter of the standard."""
    found: list = []
    for line in data.replace(b"\r\n ", b"").decode().split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, value = line.split(":", 1)
            found[-1][name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    return found


def differences(row: dict, own: dict, event, record: str, titles: dict) -> list[str]:
    """In what an entry and its row differ."""
    hangs = row["hangs_on"]
    day = first_day(row["latest"] or row["earliest"])
    start = datetime.date.fromordinal(day)
    name = hangs and (hangs.get("event") or hangs.get("day"))
    description, summary = own["DESCRIPTION"], own["SUMMARY"]
    tests = {
        "the start": event["DTSTART"].dt == start and event["DTSTART"].params.get("VALUE") == "DATE",
        "the end": "DTEND" not in event if day == MAX_DAY else event["DTEND"].dt == start + datetime.timedelta(days=1),
        "the stamp": event["DTSTAMP"].dt.date().isoformat() == record and own["DTSTAMP"].endswith("T000000Z"),
        "the clause": re.match(rf"({row['agreement']}/)?{re.escape(row['clause'])} ", summary) is not None,
        "what happens": word_of(row) in summary,
        "on what it hangs": not hangs or name in summary and name in description,
        "its days": not hangs or row["earliest"] in description and (row["latest"] or "or never") in description,
        "which day it is": bool(hangs) == bool(re.search(r"\((by|from) this day\b", summary)),
        "certainty": own["STATUS"] == ("CONFIRMED" if row["certain"] and not hangs else "TENTATIVE"),
        "its title": squeezed(row["title"])[1:] in squeezed(description),
        "its instrument": not row["by"] or squeezed(titles[row["agreement"], row["by"]["instrument"]]) in squeezed(description),
        "what it depends on": (len(row["when"]) != 1 or all(one["event"] in summary for one in row["when"][0] if "event" in one))
        and bool(row["depends_on"]) <= bool(re.search(", (if|unless|depending on) ", summary)),
        "what changes": all(change["field"].removeprefix("terms.") in description or not change["field"].startswith("terms.")
                            for change in row["changes"]),
        "icalendar's reading": "\\" in own["SUMMARY"] or str(event["SUMMARY"]) == own["SUMMARY"],
    }
    return [name for name, fine in tests.items() if not fine]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def word_of(row: dict) -> str:
    if row["happens"] == "ends":
        return "ends" if row["before"] in ("in_force", "suspended") else "is over before it begins"
    if row["happens"] == "changes":
        return {"opens": "is overridden", "closes": "is no longer overridden", None: "changes"}[row["window"]]
    return {"begins": "begins", "suspended": "is suspended", "resumes": "resumes"}[row["happens"]]


if __name__ == "__main__":
    sys.exit(main())

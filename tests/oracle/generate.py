"""Random small corpora, always valid, and random questions about them. Everything follows from a seed.

A corpus is a list of agreements in the shape of the YAML, with every clause's whole history in one list, in history order. Most
are dense: everything happens within a few months, so that all edges meet. Some are long: years, coarse dates, offsets in months.
`files` writes a corpus as YAML in a random style: several files and documents, block and flow, quoting, comments, order of keys.
"""

from __future__ import annotations

import copy
import random
import re
from typing import Any, NamedTuple

import oracle
from oracle import Absent, Day, Number, Reported, UNDISCLOSED, UNSTATED, as_list, day_text, first_day, last_day

KINDS = ["right", "obligation", "permission", "prohibition", "exclusivity", "definition", "process", "limit", "fact"]
CLAUSES = ["ip", "ip.license", "ip.license.scope", "supply", "supply.price", "term", "api.hosting", "board_2.seat", "x-1.y"]
EVENTS = ["claim", "sold", "closing", "deal-signed", "agi_verified", "1st-delivery"]
NUMBERS = ["0", "-0", "0.0", "1", "1.0", "1.00", "2.5", "10", "-3.25", "12345678901234567890123456789.10"]
STRINGS = ["EU", "worldwide", "Azure", "two words", "yes", "12", "2024-01-01", "undisclosed", "a: b", "#5", "~", "naïve — ü", "it's \"so\"",
           "", "1.0", "[x]", "tab\tand \\"]
OFFSETS = ["1d", "10d", "30d", "1w", "2w", "1m", "2m"]
LONG_OFFSETS = ["30d", "31d", "1m", "2m", "4w", "90d", "3m", "1y", "365d", "12m", "52w", "18m"]


class Profile(NamedTuple):
    """What a corpus may contain."""

    long: bool = False
    act_unknowns: bool = True  # unknown days whose name has the number of an act in it
    early_start: bool = False  # the first act of each history is announced first
    agreements: int = 1


def corpus(seed: int, profile: Profile | None = None) -> list[dict]:
    rng = random.Random(seed)
    if profile is None:
        profile = Profile(long=rng.random() < 0.3, agreements=rng.choice([1, 1, 1, 1, 2, 3]))
    names = rng.sample(["acme-globex", "acme", "zeta_9", "n0"], profile.agreements)
    return [Agreement(rng, name, profile).build() for name in names]


# --- Agreements -----------------------------------------------------------------------------------------------------------------


class Agreement:
    """Draws one agreement."""

    def __init__(self, rng: random.Random, name: str, profile: Profile):
        self.rng, self.profile = rng, profile
        if profile.long:
            self.low = first_day(f"{rng.randint(2015, 2022)}-01-01") + rng.randint(0, 200)
            self.span = rng.randint(500, 3500)
        else:
            self.low = first_day("2023-11-20") + rng.randint(0, 500)
            self.span = rng.randint(15, 150)
        self.offsets = rng.sample(LONG_OFFSETS if profile.long or rng.random() < 0.25 else OFFSETS, 3)
        self.unknowns_left = rng.randint(0, 7)  # with at most 5 events no clause can have more than 12 unknowns
        self.all = {"agreement": name, "title": self.text()}

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds

    def text(self) -> str:
        words = ["Acme", "licence", "through", "the", "Globex’s", "end", "no", "of: term", "50 %", "“quoted”", "it's"]
        return " ".join(self.rng.choice(words) for _ in range(self.rng.randint(1, 5)))

    def day(self) -> int:
        return self.low + self.rng.randint(0, self.span)

    def build(self) -> dict:
        rng = self.rng
        record = self.low + int(self.span * rng.choice([0.5, 0.8, 1.0, 1.1]))
        self.record = record
        self.all["complete_through"] = day_text(record)
        self.all["parties"] = {party: self.text() for party in ["acme", "globex", "initech"][:rng.randint(1, 3)]}
        self.all["sources"] = {f"src-{count}": self.source() for count in range(rng.randint(1, 3))}
        self.draw_events()
        self.all["instruments"] = {f"doc-{count}": self.instrument() for count in range(rng.randint(1, 6))}
        self.all["clauses"] = {}
        names = rng.sample(CLAUSES, min(len(CLAUSES), rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 8])))
        for name in names:
            self.all["clauses"][name] = self.clause()
        self.draw_selectors()
        return self.all

    # -- what clauses refer to ----------------------------------------------------------------------------------------------------

    def coarse(self, day: int, odds: float) -> str:
        """A day, or the month or year that it lies in."""
        text = day_text(day)
        if not self.chance(odds):
            return text
        return text[:4] if self.profile.long and self.chance(0.3) else text[:7]

    def source(self) -> dict:
        made = {"publisher": self.text(), "title": self.text(), "kind": self.rng.choice(["primary", "filing", "press", "other"]),
                "date": self.coarse(self.day(), 0.2)}
        if self.chance(0.3):
            made["url"] = "https://example.org/a?b=c#d"
        if self.chance(0.2):
            made["read"] = self.rng.choice(["original", "copy", "quotation"])
        return made

    def pick_sources(self) -> list:
        names = list(self.all["sources"])
        return self.rng.sample(names, self.rng.randint(1, min(2, len(names))))

    def draw_events(self) -> None:
        """Events, each requiring only earlier ones, redrawn until the record contradicts none of that."""
        count = self.rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 5])
        names = self.rng.sample(EVENTS, count)
        for _ in range(50):
            self.all["events"] = {}
            for place, name in enumerate(names):
                self.all["events"][name] = self.event(names[:place])
            if self.consistent():
                return
        for row in self.all["events"].values():
            row.pop("requires", None)

    def event(self, earlier: list) -> dict:
        made: dict = {"title": self.text()}
        if earlier and self.chance(0.5):
            needed = self.rng.sample(earlier, 1 if self.chance(0.8) else min(2, len(earlier)))
            made["requires"] = needed[0] if len(needed) == 1 and self.chance(0.7) else needed
        if self.chance(0.4):
            self.draw_occurred(made)
        if self.chance(0.3):
            latest = oracle.recorded(made)[0] - 1 if "occurred" in made else self.record
            made["ruled_out_through"] = day_text(min(self.record, latest, self.day()))
        if self.chance(0.2):
            made["sources"] = self.pick_sources()
        return made

    def draw_occurred(self, made: dict) -> None:
        day = self.day()
        if self.chance(0.25):
            made["occurred"] = {"between": [day_text(day), day_text(day + self.rng.randint(0, 30))]}
            last = last_day(made["occurred"]["between"][1])
        else:
            made["occurred"] = self.coarse(day, 0.25)
            last = last_day(made["occurred"])
        if self.chance(0.6):
            made["announced"] = self.coarse(last + self.rng.choice([0, 1, 5, 30]), 0.15)

    def consistent(self) -> bool:
        """Whether some course has every event in its recorded window, none before what it requires, and none ruled out too late."""
        events = self.all["events"]
        least: dict = {}
        for name, row in events.items():  # what is required stands before
            first, last = oracle.recorded(row)
            least[name] = max([first] + [least[other] for other in as_list(row.get("requires"))])
            if least[name] > last:
                return False
        for name, row in events.items():
            for other in oracle.required_by(events, name):
                if "occurred" in row and "occurred" not in events[other] and "ruled_out_through" in events[other]:
                    if last_day(events[other]["ruled_out_through"]) >= oracle.recorded(row)[0]:
                        return False
        return True

    def instrument(self) -> dict:
        rng = self.rng
        announced = min(self.day(), self.record) if self.chance(0.9) else self.day()
        made: dict = {"title": self.text(), "announced": self.coarse(announced, 0.1), "sources": self.pick_sources()}
        if self.chance(0.4):
            made["signed"] = self.coarse(announced - rng.choice([0, 1, 5, 20, 60]), 0.15)
        latest = made.get("signed", made["announced"])
        if self.chance(0.4) or len(latest) < 10 and self.unknowns_left <= 0:
            made["effective"] = self.start(first_day(latest))
        elif len(latest) < 10:  # effective is defaulted from a coarse day: an unknown
            self.unknowns_left -= 1
        if self.chance(0.4):
            made["kind"] = rng.choice(["contract", "amendment", "statement", "letter", "filing", "other"])
        if self.chance(0.1):
            made["binding"] = True
        if self.chance(0.1):
            made["parties"] = [rng.choice(list(self.all["parties"]))]
        return made

    def draw_selectors(self) -> None:
        """`reaffirms` and `silent_on` of instruments, never of one clause both."""
        for instrument in self.all["instruments"].values():
            names = list(self.all["clauses"])
            self.rng.shuffle(names)
            cut = self.rng.randint(0, len(names))
            if names[:cut] and self.chance(0.4):
                instrument["reaffirms"] = names[:cut][:2]
            if names[cut:] and self.chance(0.4) and not self.overlap(instrument, names[cut:][:2]):
                instrument["silent_on"] = names[cut:][:2]

    @staticmethod
    def overlap(instrument: dict, names: list) -> bool:
        """A selector fits all clauses under it, too."""
        others = instrument.get("reaffirms", [])
        return any((a + ".").startswith(b + ".") or (b + ".").startswith(a + ".") for a in names for b in others)

    # -- bounds -------------------------------------------------------------------------------------------------------------------

    def start(self, about: int) -> Any:
        """A bound for `effective`."""
        return self.bound(about, months=True, unknowns=True)

    def bound(self, about: int, months: bool, unknowns: bool, depth: int = 0) -> Any:
        rng = self.rng
        events = list(self.all["events"])
        near = about + rng.choice([0, 0, 1, 2, 7, 30, 31, rng.randint(0, self.span) // 2])
        choices = ["day"]
        if events:
            choices += ["event", "plus", "plus", "plus"]
        if self.chance(0.15):
            choices += ["after"]
        if unknowns and self.unknowns_left > 0:
            choices += ["between"] * 2 + (["month"] if months else [])
        if depth < 2:
            choices += ["list"] if depth == 0 or self.chance(0.3) else []
        kind = rng.choice(choices)
        if kind == "event":
            return rng.choice(events)
        if kind == "plus":
            return {"event": rng.choice(events), "plus": rng.choice(self.offsets)}
        if kind == "between":
            self.unknowns_left -= 1
            return {"between": [day_text(near), day_text(near + rng.choice([0, 1, 5, 30, 90]))]}
        if kind == "month":
            self.unknowns_left -= 1
            return self.coarse(near, 1.0)
        if kind == "after":
            return {"after": self.coarse(near, 0.5)}
        if kind == "list":
            members = [self.bound(about, months, unknowns, depth + 1) for _ in range(rng.choice([1, 2, 2, 3]))]
            return {rng.choice(["first_of", "last_of"]): members}
        return day_text(near)

    # -- clauses ------------------------------------------------------------------------------------------------------------------

    def clause(self) -> dict:
        rng = self.rng
        made: dict = {"title": self.text(), "kind": rng.choice(KINDS)}
        self.draw_roles(made, 0.5)
        others = list(self.all["clauses"])
        if others and self.chance(0.1):
            made["exception_to"] = rng.choice(others)
        if self.chance(0.1):
            made["note"] = self.text()
        instruments = self.all["instruments"]
        picked = [rng.choice(list(instruments)) for _ in range(rng.choice([1, 1, 2, 2, 3, 3, 4, 4, 5, 6]))]
        picked.sort(key=lambda by: first_day(instruments[by].get("signed", instruments[by]["announced"])))
        if self.profile.early_start:
            picked[0] = min(instruments, key=lambda by: (first_day(instruments[by].get("signed", instruments[by]["announced"])), by))
        made["history"] = []
        for place, by in enumerate(picked):
            made["history"].append(self.act(place, by, made["history"]))
        return made

    def draw_roles(self, made: dict, odds: float) -> None:
        parties = list(self.all["parties"])
        for key in ("holder", "obligor"):
            if self.chance(odds):
                some = self.rng.sample(parties, self.rng.randint(1, min(2, len(parties))))
                made[key] = some[0] if len(some) == 1 and self.chance(0.7) else some

    def act(self, place: int, by: str, before: list) -> dict:
        rng = self.rng
        verbs = ["amend"] * 5 + ["override"] * 3 + ["suspend"] * 5 + ["restate", "terminate", "establish", "reaffirm", "silent"]
        verb = rng.choice(verbs) if place else "establish"
        made: dict = {"act": verb, "by": by}
        signed = first_day(self.all["instruments"][by].get("signed", self.all["instruments"][by]["announced"]))
        if self.chance(0.3 if verb == "establish" else 0.55):
            made["from"] = self.own_bound(signed, months=True, plain=verb in oracle.CONFIRMATIONS)
        if verb in ("establish", "restate", "amend", "override"):
            self.draw_content(made, before)
        if verb in ("override", "suspend"):
            self.draw_end(made)
        elif verb in ("establish", "restate") and self.chance(0.6) or verb == "amend" and self.chance(0.4):
            self.draw_end(made, open_too=True)
        if verb == "amend" and not set(made) & {"terms", "drop", "through", "until", "kind", "holder", "obligor"}:
            made["terms"] = self.terms()
        self.draw_extras(made, place)
        return made

    def own_bound(self, about: int, months: bool, plain: bool = False) -> Any:
        return day_text(about) if plain else self.bound(about, months, self.profile.act_unknowns)

    def draw_content(self, made: dict, before: list) -> None:
        verb = made["act"]
        if verb in ("establish", "restate", "override") or self.chance(0.3):
            made["summary"] = self.text()
        if self.chance(0.85):
            made["terms"] = self.terms()
        if verb == "amend" and self.chance(0.3):
            names = sorted({name for act in before for name in act.get("terms", {})} - set(made.get("terms", {})))
            if names:
                made["drop"] = self.rng.sample(names, min(len(names), self.rng.randint(1, 2)))
        if self.chance(0.15):
            made["provided_that"] = self.text()
        if verb != "override" and self.chance(0.12):
            made["kind"] = self.rng.choice(KINDS)
        if verb != "override":
            self.draw_roles(made, 0.1)

    def draw_end(self, made: dict, open_too: bool = False) -> None:
        """`through`, `until` or both; after the start where both are plain days."""
        rng = self.rng
        start = oracle.plain_start(self.all, made)
        low = self.day() if start is None else start
        shape = rng.choice(["through", "through", "until", "until", "both"])
        if open_too and shape == "until" and self.chance(0.25):
            made["until"] = rng.choice(["undisclosed", "unstated"])
            return
        if open_too and shape == "through" and self.chance(0.15):
            made["through"] = "open"
            return
        if shape in ("through", "both"):
            through = self.coarse(low + rng.choice([0, 1, 5, 29, 30, 31, 60, rng.randint(0, self.span)]), 0.15)
            made["through"] = through
        if shape in ("until", "both"):
            for _ in range(20):
                left = self.unknowns_left
                until = self.own_bound(low + 1, months=False)
                end = oracle.plain_day(until)
                if start is None or end is None or end > start:
                    made["until"] = until
                    return
                self.unknowns_left = left
            made["until"] = day_text(low + 1)

    def draw_extras(self, made: dict, place: int) -> None:
        rng = self.rng
        announced = last_day(self.all["instruments"][made["by"]]["announced"])
        if self.chance(0.3) and not (self.profile.early_start and place == 0):
            made["announced"] = self.coarse(announced + rng.choice([0, 1, 10, 40]), 0.1)
            if last_day(made["announced"]) < announced:
                del made["announced"]
        if self.chance(0.2):
            made["sources"] = self.pick_sources()
        if self.chance(0.2):
            made["section"] = rng.choice(["4.2", "7", "Annex B, 3", "§ 12 (a)"])
        if self.chance(0.2):
            made["caveats"] = [self.caveat(announced) for _ in range(rng.randint(1, 2))]

    def caveat(self, announced: int) -> dict:
        made = {"text": self.text()}
        if self.chance(0.7):
            made["kind"] = self.rng.choice(["contested", "reported", "inferred", "erratum", "note"])
        if self.chance(0.5):
            made["announced"] = day_text(announced + self.rng.choice([0, 3, 30]))
        if self.chance(0.3):
            made["sources"] = self.pick_sources()
        return made

    # -- terms --------------------------------------------------------------------------------------------------------------------

    def terms(self) -> dict:
        names = self.rng.sample(["amount", "cap", "exclusive", "rate_1", "territory", "x-y"], self.rng.choice([1, 1, 2, 2, 3, 4]))
        return {name: self.value(name) for name in names}

    def value(self, name: str) -> Any:
        rng = self.rng
        if self.chance(0.12):
            return rng.choice([UNDISCLOSED, UNSTATED])
        if self.chance(0.1):
            return self.reported()
        if name == "exclusive":
            return self.chance(0.5)
        if name in ("amount", "rate_1"):
            return Number(rng.choice(NUMBERS))
        if name == "territory":
            return [self.scalar() for _ in range(rng.randint(0, 3))]
        if name == "cap":
            return {"amount": self.value("amount"), "in": self.scalar(), **({"deep": self.terms()} if self.chance(0.1) else {})}
        return self.scalar()

    def scalar(self) -> Any:
        shape = self.rng.randrange(6)
        if shape == 0:
            return self.chance(0.5)
        if shape == 1:
            return Number(self.rng.choice(NUMBERS))
        if shape == 2:
            return Day(day_text(self.low + 30 * self.rng.randint(0, 2)))
        return self.rng.choice(STRINGS)

    def reported(self) -> Reported:
        """A figure. Its source and day follow from its value, so that equal values are the same report."""
        place = self.rng.randrange(3)
        names = list(self.all["sources"])
        source = names[place % len(names)]
        announced = day_text(self.low + self.span * (place + 1) // 4)
        if place == 1:
            announced = announced[:7]
        return Reported(Number(["20", "30.5", "7"][place]) if place < 2 else "about seven", source, announced if place < 2 else None)


# --- Questions ------------------------------------------------------------------------------------------------------------------


class Topic(NamedTuple):
    """A clause with everything of a question but the day."""

    agreement: dict
    clause: str
    known: str | None
    signed: str | None
    assume: dict


def topic(rng: random.Random, agreements: list) -> Topic:
    agreement = rng.choice(agreements)
    clause = rng.choice(list(agreement["clauses"]))
    near = days_near(agreement, clause)
    known = None
    if rng.random() < 0.5:
        announced = [last_day(row["announced"]) for row in agreement["instruments"].values()] + [first_day(agreement["complete_through"])]
        known = day_text(clamp(rng.choice(announced * 2 + near) + rng.choice([-1, 0, 0, 1])))
    signed = day_text(clamp(rng.choice(near) + rng.choice([-1, 0, 1]))) if rng.random() < 0.15 else None
    return Topic(agreement, clause, known, signed, scenario(rng, agreement, near) if rng.random() < 0.5 else {})


def clamp(day: int) -> int:
    return max(1, min(oracle.MAX_DAY, day))


def days_near(agreement: dict, clause: str) -> list[int]:
    """All days that a clause's acts, its unknowns or the agreement's events name."""
    windows: dict = {}
    acts = oracle.history(agreement, clause, windows)
    days = {first_day(agreement["complete_through"])}
    for act in acts:
        days |= {first_day(act.signed), last_day(act.signed), last_day(act.announced)}
        parts = [leaf for edge in (act.start, act.end) if edge for leaf in oracle.leaves(edge)]
        days |= {leaf[1] for leaf in parts if leaf[0] == "day" and leaf[1] < oracle.NEVER}
    for window in windows.values():
        days |= set(window)
    for row in agreement["events"].values():
        first, last = oracle.recorded(row)
        days |= {day for day in (first, last) if 1 < day < oracle.NEVER}
        days |= {first_day(row[key]) for key in ("ruled_out_through",) if key in row}
    return sorted(days)


def scenario(rng: random.Random, agreement: dict, near: list) -> dict:
    assume: dict = {}
    if rng.random() < 0.25:
        assume["*"] = "never"
    names = list(agreement["events"])
    unknown = list(oracle.unknown_days(agreement))
    for name in rng.sample(names, min(len(names), rng.choice([1, 1, 2]))):
        assume[name] = assumption(rng, near, never=True)
    if unknown and rng.random() < 0.35:
        assume[rng.choice(unknown)] = assumption(rng, near, never=False)
    if rng.random() < 0.1:
        assume = {name if name == "*" else f"{agreement['agreement']}/{name}": value for name, value in assume.items()}
    return assume


def assumption(rng: random.Random, near: list, never: bool) -> Any:
    day = clamp(rng.choice(near) + rng.choice([-30, -1, 0, 0, 1, 10, 60]))
    shape = rng.random()
    if never and shape < 0.25:
        return "never"
    if shape < 0.65:
        return day_text(day)
    return {"from": day_text(day), "through": day_text(clamp(day + rng.choice([0, 1, 10, 60, 400])))}


def dates(rng: random.Random, about: Topic, count: int) -> list:
    """Days to ask a topic for: at and around every edge, between them, far off, and a few periods."""
    near = days_near(about.agreement, about.clause)
    offsets = [None, *sorted(set(re.findall(r"'plus': '(\w+)'", str(about.agreement))))]
    found: list = []
    for _ in range(count):
        if rng.random() < 0.06:
            day = rng.choice([1, 2, first_day("0001-03-01"), oracle.MAX_DAY, oracle.MAX_DAY - 1, near[0] - 400, near[-1] + 4000])
        elif rng.random() < 0.25:
            day = rng.randint(near[0] - 10, near[-1] + 60)
        else:
            later = near[len(near) // 3:] if rng.random() < 0.6 else near
            day = oracle.add(clamp(rng.choice(later)), rng.choice(offsets)) + rng.choice([-1, 0, 0, 1, 25])
        day = clamp(day)
        if rng.random() < 0.06:
            found.append({"from": day_text(day), "through": day_text(clamp(day + rng.choice([0, 1, 20, 100])))})
        else:
            found.append(day_text(day))
    return found


def question(about: Topic, asked: Any, single: bool) -> dict:
    """A line for `pact batch`. What is optional and not set is left out."""
    name = about.clause if single else f"{about.agreement['agreement']}/{about.clause}"
    line = {"date": asked, "select": [name], "all": True}
    line.update({key: value for key, value in (("known", about.known), ("signed", about.signed), ("assume", about.assume)) if value})
    return line


def fits(selector: str, clause: str) -> bool:
    """Whether a plain selector of clauses fits: `ip` is clause `ip` and all of `ip.*`."""
    return clause == selector or clause.startswith(selector + ".")


# --- YAML -----------------------------------------------------------------------------------------------------------------------

RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "undisclosed", "unstated", "open", "never", "reported"}
SAFE = re.compile(r"[A-Za-z][A-Za-z0-9 ._/()-]*(?<! )$")
ID = re.compile(r"[a-z0-9][a-z0-9_.*-]*$")
WORDS = {"undisclosed", "unstated", "open"}


class Word(str):
    """A scalar that must stand plain: a keyword, a number, a boolean, a term's day."""


class Text(str):
    """A scalar of a term that is a string by its quotes, or because it cannot be read otherwise."""


class Style:
    """Choices of one file. The looks `flow` (one line a document's section) and `block` (nothing in flow or quoted) are extremes."""

    def __init__(self, rng: random.Random, look: str | None = None):
        self.rng, self.look = rng, look
        self.step = rng.choice([2, 2, 4])
        self.flow, self.quote = rng.choice([0.1, 0.5, 0.9]), rng.choice([0.0, 0.1, 0.5])
        self.comment, self.shuffle = rng.choice([0.0, 0.05]), rng.random() < 0.8
        if look:
            self.flow = self.quote = 1.0 if look == "flow" else 0.0

    def chance(self, odds: float) -> bool:
        return self.rng.random() < odds


def files(agreements: list, seed: int, look: str | None = None) -> dict[str, str]:
    """A corpus as YAML files: relative path -> text."""
    rng = random.Random(seed)
    documents = [document for agreement in agreements for document in split(agreement, rng)]
    rng.shuffle(documents)
    paths = ["corpus.yaml", "b.yml", "sub/c.yaml", "sub/deep/a.yml"][:rng.choice([1, 1, 2, 4])]
    parts: dict = {path: [] for path in paths}
    for document in documents:
        parts[rng.choice(paths)].append(document)
    return {path: write_file(stream, rng, look) for path, stream in parts.items() if stream}


def write_file(documents: list, rng: random.Random, look: str | None) -> str:
    style = Style(rng, look)
    texts = ["\n".join(block(document, 0, style)) + "\n" for document in documents]
    start = "---\n" if style.chance(0.3) else "# a comment: [not, data]\n" if style.chance(0.3) else ""
    text = start + rng.choice(["---\n", "...\n---\n", "--- # next\n"]).join(texts)
    if style.chance(0.03):
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if style.chance(0.03) else text


def split(agreement: dict, rng: random.Random) -> list[dict]:
    """The documents of an agreement: each entry in one of them, acts of one day together, some under `acts`."""
    count = rng.choice([1, 1, 2, 3])
    documents: list = [{"pact": Word("1"), "agreement": agreement["agreement"]} for _ in range(count)]
    for key in ("title", "complete_through"):
        rng.choice(documents)[key] = agreement[key]
    for section in ("parties", "sources", "instruments", "events"):
        for name, value in agreement[section].items():
            rng.choice(documents).setdefault(section, {})[name] = value
    for name, clause in agreement["clauses"].items():
        split_clause(name, clause, agreement, documents, rng)
    return [document for document in documents if len(document) > 2]


def split_clause(name: str, clause: dict, agreement: dict, documents: list, rng: random.Random) -> None:
    home = rng.choice(documents)
    made = {key: value for key, value in clause.items() if key != "history"}
    home.setdefault("clauses", {})[name] = made
    days: dict = {}
    for act in clause["history"]:
        days.setdefault(first_day(oracle.signed_day(agreement, act)), []).append(act)
    elsewhere = [document for document in documents if document is not home]
    all_elsewhere = rng.random() < 0.15
    for place, acts in enumerate(days.values()):
        acts = [clean(act) for act in acts]
        if elsewhere and (all_elsewhere or place and rng.random() < 0.4):
            rng.choice(elsewhere).setdefault("acts", {}).setdefault(name, []).extend(acts)
        elif all_elsewhere and not elsewhere:
            home.setdefault("acts", {}).setdefault(name, []).extend(acts)
        else:
            made.setdefault("history", []).extend(acts)


def clean(act: dict) -> dict:
    """An act ready to be written: typed terms, keywords that must not be quoted."""
    made = copy.deepcopy(act)
    for key in ("through", "until"):
        if isinstance(made.get(key), str) and made[key] in WORDS:
            made[key] = Word(made[key])
    if "terms" in made:
        made["terms"] = term(made["terms"])
    return made


def term(value: Any) -> Any:
    if isinstance(value, bool):
        return Word("true" if value else "false")
    if isinstance(value, Reported):
        figure = {"reported": term(value.value), "source": value.source, "announced": value.announced}
        return {"undisclosed": {key: item for key, item in figure.items() if item is not None}}
    if isinstance(value, (Number, Day, Absent)):
        return Word(value)
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, list):
        return [term(item) for item in value]
    return {name: term(item) for name, item in value.items()}


def plain_is_fine(value: str) -> bool:
    if isinstance(value, Text):
        return bool(SAFE.match(value)) and value.lower() not in RESERVED
    return bool(SAFE.match(value) or ID.match(value) and value[0] != "*" and not value[0].isdigit() or oracle.DAY_TEXT.match(value)
                or re.match(r"[0-9]+[dwmy]$", value) or ID.match(value) and re.search("[a-z]", value)) and value.lower() not in RESERVED - WORDS


def scalar(value: Any, style: Style) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Word) or plain_is_fine(value) and not style.chance(style.quote):
        return str(value)
    if style.chance(0.5) and "\t" not in value:
        return "'" + value.replace("'", "''") + "'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def ordered(value: dict, style: Style) -> list:
    items = list(value.items())
    if style.shuffle:
        style.rng.shuffle(items)
    return items


def flow(value: Any, style: Style) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{key}: {flow(item, style)}" for key, item in ordered(value, style))
        return "{" + inside + "}" if style.chance(0.7) else "{ " + inside + " }"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, style) for item in value) + "]"
    text = scalar(value, style)
    if text[:1] not in "'\"" and re.search(r"[\[\]{},]", text):
        return '"' + text + '"'
    return text


def size(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(size(item) for item in value.values())
    return 1 + sum(size(item) for item in value) if isinstance(value, list) else 1


def fits_flow(value: Any, style: Style) -> bool:
    return not value or (style.look == "flow" or size(value) < 30) and style.chance(style.flow)


def block(value: Any, indent: int, style: Style) -> list[str]:
    """The lines of a non-empty mapping or sequence in block style."""
    pad = " " * indent
    lines = []
    if isinstance(value, list):
        for item in value:
            lines += sequence_item(item, indent, style)
        return lines
    for key, item in ordered(value, style):
        if style.chance(style.comment):
            lines.append(pad + "# about " + key)
        key = f'"{key}"' if style.chance(0.02) else key
        lines += mapping_entry(key, item, indent, style)
    return lines


def mapping_entry(key: str, item: Any, indent: int, style: Style) -> list[str]:
    pad = " " * indent
    if isinstance(item, (dict, list)):
        if fits_flow(item, style):
            return [f"{pad}{key}: {flow(item, style)}"]
        inner = indent + style.step if isinstance(item, dict) or style.chance(0.5) else indent
        return [f"{pad}{key}:" + (" # follows" if style.chance(style.comment) else "")] + block(item, inner, style)
    if key in ("summary", "note", "provided_that", "text") and style.chance(0.2):
        return [f"{pad}{key}: {style.rng.choice(['|-', '>-'])}", " " * (indent + style.step) + item]
    return [f"{pad}{key}: {scalar(item, style)}" + (" # " + key if style.chance(style.comment) else "")]


def sequence_item(item: Any, indent: int, style: Style) -> list[str]:
    pad = " " * indent
    if isinstance(item, dict) and not fits_flow(item, style):
        lines = block(item, indent + 2, style)
        while lines[0].lstrip().startswith("#"):
            lines.pop(0)
        return [pad + "- " + lines[0][indent + 2:]] + lines[1:]
    return [f"{pad}- {flow(item, style) if isinstance(item, (dict, list)) else scalar(item, style)}"]

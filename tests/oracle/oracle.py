"""A slow, literal reading of the semantics: what every answer has to be.

The oracle is written from the semantics alone and works on plain Python data of the same shape as the YAML. It enumerates courses
(one day, or never, for every unknown that a clause can depend on), walks the acts once for each of them, and looks at one day
after the other. It exists so that a disagreement with the engine means that somebody misread the page.

Readings that the page leaves open and that both sides have settled on:

* A *state* is status and terms. Terms include absence markers and the reported figures that are visible; numbers are equal by
  value (1.0 = 1.00). `not_yet` and `ended` have terms {}.
* The conditions of a case speak of (unknown, plus) relative to the asked day X. For a fixed X, an unknown with several different
  offsets has several thresholds: for each the largest day d with d+plus <= X. They cut the line of its days (never = after all)
  into regions. Where two offsets have the same threshold on that X, the condition names the plus that is least in byte order,
  none before any.
* An unknown matters if, and only if, two courses that differ in it alone give different states. The courses are projected on the
  unknowns that matter, in byte order of their names. For the first of them the regions that some course takes are taken in
  ascending order, the subtree of each is built, and neighbours with equal subtrees (the same leaves: same conditions, same
  states) are merged; a single group means no condition. A group (Ta, Tb] has the conditions "not by Ta" and "by Tb", each left
  out where every course at that node fulfils it. The leaves stand in ascending order, depth first.
* Two days are in one run if status, terms and, for `depends`, the cases are equal, these written relative to the day. `from` is
  null where the run reaches 0001-01-01, `through` where it reaches 9999-12-31; `before` and `after` are the statuses beside it.
* An implicit act (of `reaffirms`, `silent_on`) counts only where a known written act of the clause was signed on an earlier day.
  It changes nothing that is computed here.
* `kind`, `holder` and `obligor` hold from the act that gives them on, also past a later `restate`; those of an `override` only in
  its window.
* `terminate` makes the state terminated. An `amend` of `not_yet` or of a terminated state does nothing; an `amend` of a state
  whose end has passed does act (an extension revives it).
* An unknown day is called after its place: `INSTRUMENT.effective` (`.signed`, `.announced` where `effective` is defaulted from a
  month or year there), `CLAUSE#N.from`, `CLAUSE#N.until`, with /I for each list on the way. N counts the written acts of the
  whole history, in history order, from 1.
* The offsets of `reaffirm` and `silent` acts cut no line: they change nothing, so nothing may depend on them.
"""

from __future__ import annotations

import calendar
import itertools
import re
from bisect import bisect_left, bisect_right
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Iterable, NamedTuple

MAX_DAY = date.max.toordinal()
NEVER = MAX_DAY + 1
CONFIRMATIONS = ("reaffirm", "silent")


class NoCourse(Exception):
    """A scenario that leaves the agreement no course."""


# --- Days -----------------------------------------------------------------------------------------------------------------------
#
# A day is its number in the proleptic Gregorian calendar, 0001-01-01 being 1; NEVER is one past the last. 0 is "before all days".

DAY_TEXT = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


def first_day(text: str) -> int:
    """The first day of a day, month or year: 2024-02 -> 2024-02-01."""
    parts = [int(part) for part in text.split("-")]
    return date(*(parts + [1, 1])[:3]).toordinal()


def last_day(text: str) -> int:
    """The last day of a day, month or year: 2024-02 -> 2024-02-29."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        parts.append(12)
    if len(parts) == 2:
        parts.append(calendar.monthrange(*parts)[1])
    return date(*parts).toordinal()


def day_text(day: int) -> str:
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=None)
def add(day: int, plus: str | None) -> int:
    """So much later: 2024-01-31 + 1m -> 2024-02-29; past 9999-12-31 is never."""
    if plus is None or day >= NEVER:
        return day
    count, unit = int(plus[:-1]), plus[-1]
    if unit in "dw":
        return min(NEVER, day + count * (7 if unit == "w" else 1))
    start = date.fromordinal(day)
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    if year > 9999:
        return NEVER
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).toordinal()


def longest(plus: str | None) -> int:
    """As many days as an offset can be at most."""
    if plus is None:
        return 0
    return int(plus[:-1]) * {"d": 1, "w": 7, "m": 31, "y": 366}[plus[-1]]


@lru_cache(maxsize=None)
def threshold(x: int, plus: str | None) -> int:
    """The largest day d with d+plus <= x, 0 if there is none: 2023-03-30 less 1m -> 2023-02-28; 2023-02-28 less 1m -> 2023-01-31."""
    if plus is None:
        return x
    low, high = max(0, x - longest(plus) - 3), x
    if low > 0 and add(low, plus) > x:
        raise AssertionError("the offset is longer than it can be")
    while low < high:  # adding is monotone: 0 and whatever is at `low` reach x, nothing above `high` does
        middle = (low + high + 1) // 2
        if add(middle, plus) <= x:
            low = middle
        else:
            high = middle - 1
    return low


# --- Term values ----------------------------------------------------------------------------------------------------------------


class Number(str):
    """A number as written."""


class Day(str):
    """A day as a term's value: never equal to the string that reads alike."""


class Absent(str):
    """`undisclosed` or `unstated` as a term's value."""


UNDISCLOSED, UNSTATED = Absent("undisclosed"), Absent("unstated")


class Reported(NamedTuple):
    """A figure that somebody reported; `announced` is None where it defaults to the date of its source."""

    value: Any
    source: str
    announced: str | None


class Defaulted(str):
    """The day of a figure that was not written but taken from its source."""


class Terms:
    """The terms of one agreement as known on one day, in a form that is equal where the terms are."""

    def __init__(self, sources: dict, known: int):
        self.sources, self.known = sources, known

    def value(self, value: Any) -> tuple:
        if isinstance(value, bool):
            return ("bool", value)
        if isinstance(value, Number):
            return ("number", Decimal(value))
        if isinstance(value, Absent):
            return ("absent", str(value))
        if isinstance(value, Reported):
            return self.figure(value)
        if isinstance(value, Day):
            return ("day", str(value))
        if isinstance(value, str):
            return ("string", value)
        if isinstance(value, list):
            return ("list", tuple(self.value(item) for item in value))
        return ("map", tuple(sorted((name, self.value(item)) for name, item in value.items())))

    def figure(self, reported: Reported) -> tuple:
        announced = reported.announced
        if announced is None:
            announced = Defaulted(self.sources[reported.source]["date"])
        if last_day(announced) > self.known:
            return ("absent", "undisclosed")
        return ("reported", self.value(reported.value), reported.source, announced)

    def all(self, terms: dict) -> dict:
        return {name: self.value(value) for name, value in terms.items()}


def shown_terms(terms: Iterable) -> dict:
    """What JSON says of terms: `terms`, `absent` and `reported`."""
    absent: dict = {}
    reported: dict = {}

    def show(value: tuple, path: str) -> Any:
        tag = value[0]
        if tag == "absent":
            absent[path] = value[1]
            return None
        if tag == "reported":
            absent[path] = "undisclosed"
            reported[path] = {"value": show(value[1], path), "source": value[2], "announced": value[3]}
            return None
        if tag == "list":
            return [show(item, f"{path}.{place}") for place, item in enumerate(value[1])]
        if tag == "map":
            return {name: show(item, f"{path}.{name}") for name, item in value[1]}
        return value[1]

    return {"terms": {name: show(value, name) for name, value in terms}, "absent": absent, "reported": reported}


# --- Bounds ---------------------------------------------------------------------------------------------------------------------
#
# A bound becomes one of ("day", n), ("unknown", name, plus), ("first", [...]), ("last", [...]). Windows met on the way are noted.


def bound(written: Any, place: str, windows: dict) -> tuple:
    if isinstance(written, str):
        return text_bound(written, place, windows)
    if "event" in written:
        return ("unknown", written["event"], written.get("plus"))
    if "between" in written:
        first, last = written["between"]
        return window(place, first_day(first), last_day(last), windows)
    if "after" in written:
        return ("day", last_day(written["after"]) + 1)
    kind = "first" if "first_of" in written else "last"
    members = written[kind + "_of"]
    return (kind, [bound(member, f"{place}/{count}", windows) for count, member in enumerate(members)])


def text_bound(written: str, place: str, windows: dict) -> tuple:
    if not DAY_TEXT.match(written):
        return ("unknown", written, None)
    if len(written) < 10:
        return window(place, first_day(written), last_day(written), windows)
    return ("day", first_day(written))


def window(place: str, first: int, last: int, windows: dict) -> tuple:
    windows[place] = (first, last)
    return ("unknown", place, None)


def plain_day(written: Any) -> int | None:
    """The day of a bound in which nothing is unknown, else None; `undisclosed` and `unstated` have none."""
    if written in ("undisclosed", "unstated"):
        return None
    expression = bound(written, "", {})
    if any(leaf[0] == "unknown" for leaf in leaves(expression)):
        return None
    return day_in_course(expression, {})


def plain_start(agreement: dict, act: dict) -> int | None:
    """The start of an act where nothing about it is unknown, else None."""
    expression = start_bound(agreement, act, "", {})
    if any(leaf[0] == "unknown" for leaf in leaves(expression)):
        return None
    return day_in_course(expression, {})


def day_in_course(expression: tuple, course: dict) -> int:
    """The day that a bound stands for in a course (unknown -> day)."""
    kind = expression[0]
    if kind == "day":
        return expression[1]
    if kind == "unknown":
        return add(course[expression[1]], expression[2])
    return (min if kind == "first" else max)(day_in_course(member, course) for member in expression[1])


def leaves(expression: tuple) -> list:
    """The ("day", …) and ("unknown", …) parts of a bound."""
    if expression[0] in ("first", "last"):
        return [leaf for member in expression[1] for leaf in leaves(member)]
    return [expression]


def end_bound(act: dict, place: str, windows: dict) -> tuple | None:
    """The first day no longer in force as the act gives it; None where the act says nothing of an end."""
    ends = []
    if "through" in act:
        through = act["through"]
        ends.append(("day", NEVER if through == "open" else last_day(through) + 1))
    if "until" in act:
        until = act["until"]
        ends.append(("day", NEVER) if until in ("undisclosed", "unstated") else bound(until, place, windows))
    if not ends:
        return None
    return ends[0] if len(ends) == 1 else ("first", ends)


def start_bound(agreement: dict, act: dict, place: str, windows: dict) -> tuple:
    """The first day in force: the act's, else the instrument's effective, signed or announced day, whichever is written."""
    if "from" in act:
        return bound(act["from"], place, windows)
    instrument = agreement["instruments"][act["by"]]
    for key in ("effective", "signed", "announced"):
        if key in instrument:
            return bound(instrument[key], f"{act['by']}.{key}", windows)
    raise AssertionError("an instrument is always announced")


# --- Acts -----------------------------------------------------------------------------------------------------------------------


class Act(NamedTuple):
    number: int
    written: dict
    signed: str
    announced: str
    start: tuple
    end: tuple | None


def signed_day(agreement: dict, act: dict) -> str:
    instrument = agreement["instruments"][act["by"]]
    return instrument.get("signed", instrument["announced"])


def announced_day(agreement: dict, act: dict) -> str:
    return act.get("announced", agreement["instruments"][act["by"]]["announced"])


def history(agreement: dict, clause: str, windows: dict) -> list[Act]:
    """The written acts of a clause in history order, with the windows of their unknown days."""
    written = sorted(agreement["clauses"][clause]["history"], key=lambda act: first_day(signed_day(agreement, act)))
    acts = []
    for number, act in enumerate(written, 1):
        place = f"{clause}#{number}"
        start = start_bound(agreement, act, place + ".from", windows)
        end = end_bound(act, place + ".until", windows)
        acts.append(Act(number, act, signed_day(agreement, act), announced_day(agreement, act), start, end))
    return acts


def unknown_days(agreement: dict) -> dict:
    """All unknown days of an agreement by name, with their windows."""
    windows: dict = {}
    for clause in agreement["clauses"]:
        history(agreement, clause, windows)
    return windows


# --- Courses --------------------------------------------------------------------------------------------------------------------


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def recorded(event: dict) -> tuple:
    """The day or window in which an event is recorded to have occurred; any day, or never, for an open one."""
    if "occurred" not in event:
        return (1, NEVER)
    occurred = event["occurred"]
    first, last = occurred["between"] if isinstance(occurred, dict) else (occurred, occurred)
    return (first_day(first), last_day(last))


def required_by(events: dict, event: str) -> set:
    """All events that an event requires, directly or not."""
    found: set = set()
    ahead = as_list(events[event].get("requires"))
    while ahead:
        other, ahead = ahead[0], ahead[1:]
        if other not in found:
            found.add(other)
            ahead = ahead + as_list(events[other].get("requires"))
    return found


class Domains:
    """Where each unknown of an agreement can lie, as known on a day and under a scenario: name -> (first, last), last may be NEVER."""

    def __init__(self, agreement: dict, known: int | None = None, assume: dict | None = None):
        self.agreement = agreement
        self.record = first_day(agreement["complete_through"])
        self.known = self.record if known is None else known
        self.assume = {name.split("/", 1)[1] if name.startswith(agreement["agreement"] + "/") else name: value
                       for name, value in (assume or {}).items()}
        self.events = agreement.get("events", {})
        self.needs = {event: as_list(row.get("requires")) for event, row in self.events.items()}
        self.event_domains = {event: self.event_domain(event) for event in self.events}
        for group in self.groups():
            if not courses_of(group, self.event_domains, self.needs, set()):
                raise NoCourse(", ".join(sorted(group)))

    def fixed(self, event: str) -> tuple | None:
        """The day or window (or never) that the scenario or the known record gives an event."""
        if event in self.assume:
            return assumed(self.assume[event])
        row = self.events[event]
        if "occurred" not in row:
            return None
        window = recorded(row)
        announced = last_day(row["announced"]) if "announced" in row else window[1]
        return window if announced <= self.known else None

    def needs_indirectly(self, event: str) -> set:
        return required_by(self.events, event)

    def event_domain(self, event: str) -> tuple:
        fixed = self.fixed(event)
        if fixed:
            return fixed
        row = self.events[event]
        horizon = min([self.known, self.record] + [last_day(row[key]) for key in ("ruled_out_through",) if key in row])
        followers = [self.fixed(other) for other in self.events if event in self.needs_indirectly(other)]
        deadlines = [given[1] for given in followers if given and given[1] != NEVER]
        if deadlines:
            deadline = min(deadlines)
            return (horizon + 1 if deadline > horizon else 1, deadline)
        if "*" in self.assume:
            return (NEVER, NEVER)
        return (horizon + 1, NEVER)

    def day_domain(self, name: str, written: tuple) -> tuple:
        return assumed(self.assume[name]) if name in self.assume else written

    def groups(self) -> list[list]:
        """The events in sets that `requires` ties together, each in an order in which what is required comes first."""
        groups: list[set] = []
        for event in self.events:
            tied = {event} | set(self.needs[event])
            touched = [group for group in groups if group & tied]
            groups = [group for group in groups if not group & tied] + [tied.union(*touched)]
        return [sorted(group, key=lambda event: (len(self.needs_indirectly(event)), event)) for group in groups]


def assumed(value: Any) -> tuple:
    if value == "never":
        return (NEVER, NEVER)
    if isinstance(value, dict):
        return (first_day(value["from"]), last_day(value["through"]))
    return (first_day(value), first_day(value))


def days_to_try(names: list, domains: dict, cuts: set) -> list:
    """The days that stand for all days: the first of each region, the first of each domain, and never.

    Nothing is lost. Given any course, move every day down to the nearest of these. The move keeps "not earlier than" (it is
    monotone), it stays in each domain (the domain's first day is there, and no day moves up), and it crosses no threshold t, as
    t+1 is there (`cuts`). So the moved course is feasible and every comparison of a bound with X comes out as before.
    """
    days = set(cuts) | {domains[name][0] for name in names}
    if any(domains[name][1] == NEVER for name in names):
        days.add(NEVER)
    return sorted(days)


def courses_of(names: list, domains: dict, needs: dict, cuts: set, days: list | None = None) -> list[tuple]:
    """All ways in which the unknowns `names` (what is required first) can turn out, as tuples of days."""
    days = days_to_try(names, domains, cuts) if days is None else days
    place = {name: count for count, name in enumerate(names)}
    courses: list[tuple] = [()]
    for name in names:
        first, last = domains[name]
        choices = [day for day in days if first <= day <= last]
        before = [place[other] for other in needs.get(name, [])]
        courses = [course + (day,) for course in courses for day in choices if all(course[other] <= day for other in before)]
    return courses


# --- The walk -------------------------------------------------------------------------------------------------------------------


class State(NamedTuple):
    status: str
    terms: tuple
    why: str | None
    kind: str | None
    holder: tuple
    obligor: tuple

    def key(self) -> tuple:
        return (self.status, self.terms)


def walk(clause: dict, acts: list[Act], started: list, over: list, terms_of: list) -> State:
    """One course, one day: `started` and `over` say of each known act whether its start and its end are on or before the day."""
    phase, terms, past_end, suspended = "not_yet", {}, False, False
    roles = {key: clause.get(key) for key in ("kind", "holder", "obligor")}
    for place, act in enumerate(acts):
        verb = act.written["act"]
        if not started[place] or verb in CONFIRMATIONS:
            continue
        stands = phase == "established" and not past_end
        if verb in ("establish", "restate"):
            phase, terms, past_end, suspended = "established", dict(terms_of[place]), over[place], False
        elif verb == "amend":
            if phase != "established":
                continue
            terms = {name: value for name, value in terms.items() if name not in act.written.get("drop", [])}
            terms.update(terms_of[place])
            if act.end is not None:
                past_end = over[place]
        elif verb == "terminate":
            phase, terms, suspended = "terminated", {}, False
        elif over[place]:
            continue
        elif verb == "override":
            if stands:
                terms = {**terms, **terms_of[place]}
            else:
                phase, terms, past_end = "established", dict(terms_of[place]), False
            suspended = False
        elif verb == "suspend":
            suspended = suspended or stands
        roles.update({key: act.written[key] for key in roles if key in act.written})
    status, why = outcome(phase, past_end, suspended, bool(acts))
    shown = tuple(sorted(terms.items())) if status in ("in_force", "suspended") else ()
    return State(status, shown, why, roles["kind"], tuple(as_list(roles["holder"])), tuple(as_list(roles["obligor"])))


def outcome(phase: str, past_end: bool, suspended: bool, any_known: bool) -> tuple:
    if phase == "not_yet":
        return "not_yet", "not_yet" if any_known else "not_announced_yet"
    if phase == "terminated":
        return "ended", "terminated"
    if past_end:
        return "ended", "ended"
    if suspended:
        return "suspended", "suspended"
    return "in_force", None


# --- Answers --------------------------------------------------------------------------------------------------------------------


class Condition(NamedTuple):
    """Of an unknown: that its day, `plus` later, is (`by`) or is not on or before the day looked at."""

    name: str
    plus: str | None
    by: bool


class Answer(NamedTuple):
    """What holds on a day, written relative to it; `cases` are pairs of conditions and (status, terms)."""

    status: str
    applies: str
    terms: tuple
    cases: tuple
    why: str | None
    kind: str | None
    holder: tuple | None
    obligor: tuple | None
    differs: tuple

    def run_key(self) -> tuple:
        return (self.status, self.terms, self.cases)

    def depends_on(self) -> list:
        return sorted({condition.name for conditions, _ in self.cases for condition in conditions})


class Run(NamedTuple):
    first: int
    last: int
    before: str | None
    after: str | None


class Clause:
    """One clause under one question but for the day: acts known on Y (or signed by A), and a scenario."""

    def __init__(self, agreement: dict, clause: str, known: str | None = None, signed: str | None = None,
                 assume: dict | None = None, domains: Domains | None = None):
        self.domains_of = domains or Domains(agreement, first_day(known) if known else None, assume)
        self.clause = agreement["clauses"][clause]
        windows: dict = {}
        written = history(agreement, clause, windows)
        self.acts = [act for act in written if self.is_known(act, first_day(signed) if signed else None)]
        terms = Terms(agreement.get("sources", {}), self.domains_of.known)
        self.terms_of = [terms.all(act.written.get("terms", {})) for act in self.acts]
        self.note_bounds()
        self.note_unknowns(windows)
        self.note_calendar()
        self.states: dict = {}
        self.answers: dict = {}
        self.uniform: dict = {}

    def is_known(self, act: Act, signed: int | None) -> bool:
        if signed is None:
            return last_day(act.announced) <= self.domains_of.known
        return last_day(act.signed) <= signed

    def note_bounds(self) -> None:
        """The bounds that can change a state. Those of reaffirm and silent cannot."""
        self.bounds: list = []
        for act in self.acts:
            if act.written["act"] not in CONFIRMATIONS:
                self.bounds += [edge for edge in (act.start, act.end) if edge is not None]
        parts = [leaf for edge in self.bounds for leaf in leaves(edge)]
        self.plain = sorted({leaf[1] for leaf in parts if leaf[0] == "day"})
        self.offsets: dict = {}
        for leaf in parts:
            if leaf[0] == "unknown":
                self.offsets.setdefault(leaf[1], set()).add(leaf[2])

    def note_unknowns(self, windows: dict) -> None:
        """The unknowns that the clause uses, with those that `requires` ties to them, in groups that are free of each other."""
        self.groups = [group for group in self.domains_of.groups() if any(event in self.offsets for event in group)]
        self.groups += [[name] for name in sorted(self.offsets) if name in windows]
        self.domains = {event: domain for event, domain in self.domains_of.event_domains.items()}
        self.domains.update({name: self.domains_of.day_domain(name, windows[name]) for name in self.offsets if name in windows})
        self.names = [name for group in self.groups for name in group]
        self.used = sorted(self.offsets)
        self.cells = [(name, plus) for name in self.used for plus in sorted(self.offsets[name], key=lambda plus: plus or "")]

    # -- one day ------------------------------------------------------------------------------------------------------------------

    def answer(self, x: int) -> Answer:
        """The answer on a day. It is worked out once for all days on which the same comparisons come out alike (`order_key`)."""
        key = self.order_key(x)
        if key not in self.answers:
            self.answers[key] = self.work_out(x)
        return self.answers[key]

    def order_key(self, x: int) -> tuple:
        """How the day stands to the plain days, and the thresholds to each other and to the domains: all that `work_out` looks at."""
        key: list = [bisect_right(self.plain, x)]
        for group in self.groups:
            values = [threshold(x, plus) + 1 for name in group for plus in sorted(self.offsets.get(name, ()), key=lambda p: p or "")]
            for name in group:
                first, last = self.domains[name]
                values += (first, last + 1)
            rank = {value: count for count, value in enumerate(sorted(set(values)))}
            key.append(tuple(rank[value] for value in values))
        return tuple(key)

    def courses(self, x: int) -> list[tuple]:
        """All courses that are worth telling apart on day x, as tuples of days in the order of `names`."""
        parts = []
        for group in self.groups:
            cuts = {threshold(x, plus) + 1 for name in group for plus in self.offsets.get(name, ())}
            parts.append(courses_of(group, self.domains, self.domains_of.needs, cuts))
        return [sum(choice, ()) for choice in itertools.product(*parts)]

    def state(self, x: int, course: dict) -> State:
        """The state on day x in one course; walks are kept by what they look at."""
        reached = tuple(day_in_course(edge, course) <= x for edge in self.bounds)
        if reached not in self.states:
            flags = iter(reached)
            started, over = [], []
            for act in self.acts:
                counts = act.written["act"] not in CONFIRMATIONS
                started.append(next(flags) if counts else False)
                over.append(next(flags) if counts and act.end is not None else False)
            self.states[reached] = walk(self.clause, self.acts, started, over, self.terms_of)
        return self.states[reached]

    def work_out(self, x: int) -> Answer:
        courses = self.courses(x)
        outcomes = {}
        by_reached: dict = {}  # courses that reach the same (unknown, plus) days are in the same state
        index = {name: place for place, name in enumerate(self.names)}
        for course in courses:
            reached = tuple(add(course[index[name]], plus) <= x for name, plus in self.cells)
            if reached not in by_reached:
                by_reached[reached] = self.state(x, dict(zip(self.names, course)))
            outcomes[course] = by_reached[reached]
        states = list(dict.fromkeys(by_reached.values()))
        cases: tuple = ()
        if len({state.key() for state in states}) > 1:
            cases = tuple(self.cases(x, outcomes, index))
        return combine(states, cases)

    # -- cases --------------------------------------------------------------------------------------------------------------------

    def cases(self, x: int, outcomes: dict, index: dict) -> list:
        matter = [name for name in self.used if self.matters(index[name], outcomes)]
        cuts = {name: sorted({threshold(x, plus) for plus in self.offsets[name]}) for name in matter}
        labels = {name: [min((plus or "" for plus in self.offsets[name] if threshold(x, plus) == cut)) or None for cut in cuts[name]]
                  for name in matter}
        rows = {}
        for course, state in outcomes.items():
            regions = tuple(bisect_left(cuts[name], course[index[name]]) for name in matter)
            if rows.setdefault(regions, state.key()) != state.key():
                raise AssertionError("the unknowns that matter do not decide the state")
        return decision_tree(list(rows.items()), matter, labels)

    @staticmethod
    def matters(place: int, outcomes: dict) -> bool:
        seen: dict = {}
        for course, state in outcomes.items():
            rest = course[:place] + course[place + 1:]
            if seen.setdefault(rest, state.key()) != state.key():
                return True
        return False

    # -- runs ---------------------------------------------------------------------------------------------------------------------

    def note_calendar(self) -> None:
        """Stretches of busy days. On all other days only the order of the thresholds among themselves can change.

        A threshold of day x lies between x - reach and x. On a quiet day no plain day and no edge of a domain lies there (nor
        near), so that going on to the next quiet day moves no threshold past any of them.
        """
        edges = {day for day in self.plain if day < NEVER}
        for name in self.names:
            edges.update(day for day in (self.domains[name][0], self.domains[name][1]) if day < NEVER)
        self.reach = max([longest(plus) for _, plus in self.cells], default=0)
        self.busy: list = []
        for edge in sorted(edges):
            first, last = edge - 2, edge + self.reach + 2
            if self.busy and first <= self.busy[-1][1] + 1:
                self.busy[-1][1] = max(last, self.busy[-1][1])
            else:
                self.busy.append([first, last])

    def quiet_stretch(self, x: int) -> tuple | None:
        """The stretch of quiet days around x, None where x is busy."""
        first, last = 1, MAX_DAY
        for low, high in self.busy:
            if low <= x <= high:
                return None
            if high < x:
                first = max(first, high + 1)
            else:
                last = min(last, low - 1)
                break
        return (first, last)

    def steady(self) -> bool:
        """Whether the thresholds keep one order for ever: months among themselves do, days among themselves do; a mixed pair does
        if n months, which are 28n to 31n days, can never come near it."""
        offsets = {plus for _, plus in self.cells if plus}
        months = [int(plus[:-1]) * (12 if plus[-1] == "y" else 1) for plus in offsets if plus[-1] in "my"]
        days = [longest(plus) for plus in offsets if plus[-1] in "dw"]
        return all(count < 28 * month - 4 or count > 31 * month + 4 for month in months for count in days)

    def is_uniform(self, stretch: tuple) -> bool:
        """Whether all days of a quiet stretch are in one run.

        The order of the thresholds of offsets of a few years depends on the day of the year and on where the leap years lie around
        it. A stretch of centuries shows every such pattern about two turns of a century, one with and one without a leap year.
        """
        if stretch not in self.uniform:
            self.uniform[stretch] = self.steady() or self.looks_uniform(stretch)
        return self.uniform[stretch]

    def looks_uniform(self, stretch: tuple) -> bool:
        if self.reach > 366 * 8:
            return False
        for years in ((2088, 2112, 2388, 2412), (1588, 1612, 1688, 1712)):
            days = [date(year, 1, 1).toordinal() for year in years]
            if stretch[0] <= days[0] and days[3] <= stretch[1]:
                keys = {self.answer(x).run_key() for x in itertools.chain(range(days[0], days[1]), range(days[2], days[3]))}
                return len(keys) == 1
        return False

    def edge_of_run(self, x: int, step: int, until: int) -> int:
        """The last day of the run of x in one direction, looked for no further than `until`."""
        key = self.answer(x).run_key()
        while x != until:
            if self.answer(x + step).run_key() != key:
                return x
            x += step
            stretch = self.quiet_stretch(x)
            if stretch and self.is_uniform(stretch):
                x = stretch[1] if step > 0 else stretch[0]
        return x

    def run(self, x: int) -> Run:
        first, last = self.edge_of_run(x, -1, 1), self.edge_of_run(x, 1, MAX_DAY)
        return Run(first, last, self.answer(first - 1).status if first > 1 else None,
                   self.answer(last + 1).status if last < MAX_DAY else None)

    def runs(self, first: int, last: int) -> list[Run]:
        """The runs that touch a period, not clipped to it."""
        found, x = [], first
        while x <= last:
            found.append(self.run(x))
            x = found[-1].last + 1
        return found


def combine(states: list, cases: tuple) -> Answer:
    """One answer from the states of all courses."""
    statuses = {state.status for state in states}
    applies = "depends" if len(statuses) > 1 and "in_force" in statuses else "yes" if statuses == {"in_force"} else "no"
    if cases:
        status, terms = "depends", common_terms([state for state in states if state.status == "in_force"])
    else:
        status, terms = states[0].status, states[0].terms
    shared, differs = {}, []
    for field in ("why", "kind", "holder", "obligor"):
        values = {getattr(state, field) for state in states}
        shared[field] = values.pop() if len(values) == 1 else None
        if values:
            differs.append(field)
    return Answer(status, applies, terms, cases, shared["why"], shared["kind"], shared["holder"], shared["obligor"], tuple(differs))


def common_terms(states: list) -> tuple:
    if not states:
        return ()
    maps = [dict(state.terms) for state in states]
    return tuple((name, value) for name, value in states[0].terms if all(name in terms and terms[name] == value for terms in maps))


def decision_tree(rows: list, names: list, labels: dict, depth: int = 0) -> list:
    """The leaves of the reduced tree over rows of (regions of `names`, state), from the unknown at `depth` on."""
    if depth == len(names):
        return [((), rows[0][1])]
    name = names[depth]
    by_region: dict = {}
    for regions, state in rows:
        by_region.setdefault(regions[depth], []).append((regions, state))
    groups: list = []
    for region in sorted(by_region):
        subtree = decision_tree(by_region[region], names, labels, depth + 1)
        if groups and groups[-1][2] == subtree:
            groups[-1][1] = region
        else:
            groups.append([region, region, subtree])
    if len(groups) == 1:
        return groups[0][2]
    found = []
    for place, (low, high, subtree) in enumerate(groups):
        conditions = ()
        if place > 0:  # else every course at this node fulfils it
            conditions += (Condition(name, labels[name][low - 1], False),)
        if place < len(groups) - 1:
            conditions += (Condition(name, labels[name][high], True),)
        found += [(conditions + rest, state) for rest, state in subtree]
    return found


# --- JSON -----------------------------------------------------------------------------------------------------------------------


def row(clause: Clause, x: int, run: Run, period: bool = False) -> dict:
    """The fields of a result that the oracle knows, as in JSON; numbers as Decimal, the days of conditions null for a period."""
    answer = clause.answer(x)
    events = clause.domains_of.events
    looked_at = None if period else day_text(x)

    def unknown(name: str) -> dict:
        return {"event" if name in events else "day": name}

    def shown_case(case: tuple) -> dict:
        conditions, (status, terms) = case
        when = [{**unknown(one.name), "plus": one.plus, "by" if one.by else "not_by": looked_at} for one in conditions]
        return {"when": when, "status": status, **shown_terms(terms)}

    return {
        "kind": answer.kind,
        "holder": None if answer.holder is None else list(answer.holder),
        "obligor": None if answer.obligor is None else list(answer.obligor),
        "status": answer.status, "applies": answer.applies, "why": answer.why,
        "from": None if run.first == 1 else day_text(run.first),
        "through": None if run.last == MAX_DAY else day_text(run.last),
        "before": run.before, "after": run.after,
        **shown_terms(answer.terms),
        "depends_on": [unknown(name) for name in answer.depends_on()],
        "differs": list(answer.differs),
        "cases": [shown_case(case) for case in answer.cases],
    }


def rows(clause: Clause, asked: Any) -> list[dict]:
    """The results for one clause: one for a day, one for each run that touches a period ({"from": …, "through": …})."""
    if isinstance(asked, str):
        x = first_day(asked)
        return [row(clause, x, clause.run(x))]
    first, last = first_day(asked["from"]), last_day(asked["through"])
    return [row(clause, max(first, run.first), run, period=True) for run in clause.runs(first, last)]

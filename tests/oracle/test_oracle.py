"""The oracle against examples worked by hand from the semantics, and against itself with no day left out.

    python3 test_oracle.py
"""

from __future__ import annotations

import itertools
import sys
import unittest

sys.dont_write_bytecode = True  # leave no __pycache__ in the tree

import generate
import oracle
from oracle import Clause, Condition, Domains, Number, Reported, UNDISCLOSED, day_text, first_day


def agreement(history: list, events: dict | None = None, instruments: dict | None = None, record: str = "2026-11-20", **clause) -> dict:
    """An agreement with the clause `c`, a master contract of 2024-04-01 and an amendment of 2025-07-01."""
    return {
        "agreement": "a", "title": "A", "complete_through": record, "parties": {"acme": "Acme", "globex": "Globex"},
        "sources": {"s": {"publisher": "P", "title": "T", "kind": "press", "date": "2025-03-05"}},
        "instruments": {"master": {"title": "M", "announced": "2024-04-01", "sources": ["s"]},
                        "second": {"title": "S", "announced": "2025-07-01", "sources": ["s"]}, **(instruments or {})},
        "events": events or {},
        "clauses": {"c": {"title": "C", "kind": "right", **clause, "history": history}},
    }


def establish(**more) -> dict:
    return {"act": "establish", "by": "master", "summary": "s", **more}


def act(verb: str, **more) -> dict:
    return {"act": verb, "by": "second", **more}


def ask(world: dict, x: str, known: str | None = None, signed: str | None = None, assume: dict | None = None) -> dict:
    return oracle.rows(Clause(world, "c", known, signed, assume), x)[0]


def when(case: dict) -> list:
    return [(row.get("event") or row.get("day"), row["plus"], "by" if "by" in row else "not_by") for row in case["when"]]


class Days(unittest.TestCase):
    def test_month_end_clamps(self):
        for start, plus, end in [("2024-01-31", "1m", "2024-02-29"), ("2023-01-31", "1m", "2023-02-28"), ("2024-02-29", "1y", "2025-02-28"),
                                 ("2024-02-29", "12m", "2025-02-28"), ("2024-12-31", "2m", "2025-02-28"), ("2024-01-01", "90d", "2024-03-31"),
                                 ("2024-01-01", "2w", "2024-01-15")]:
            self.assertEqual(day_text(oracle.add(first_day(start), plus)), end)

    def test_past_the_last_day_is_never(self):
        self.assertEqual(oracle.add(first_day("9999-12-31"), "1d"), oracle.NEVER)
        self.assertEqual(oracle.add(first_day("9999-12-01"), "1m"), oracle.NEVER)
        self.assertEqual(oracle.add(oracle.NEVER, "1y"), oracle.NEVER)

    def test_threshold_is_the_largest_day(self):
        for x, plus in itertools.product(range(first_day("2024-01-25"), first_day("2024-04-05")), ["1m", "2m", "30d", "1w", "1y", None]):
            slow = max(day for day in range(x - 400, x + 1) if oracle.add(day, plus) <= x)
            self.assertEqual(oracle.threshold(x, plus), slow)
        self.assertEqual(day_text(oracle.threshold(first_day("2023-02-28"), "1m")), "2023-01-31")
        self.assertEqual(oracle.threshold(5, "1m"), 0)

    def test_partial_days(self):
        self.assertEqual([day_text(oracle.last_day(text)) for text in ("2024", "2024-02", "2024-02-03")], ["2024-12-31", "2024-02-29", "2024-02-03"])


class Walk(unittest.TestCase):
    def statuses(self, history: list, *days: str, **more) -> list:
        return [ask(agreement(history, **more), day)["status"] for day in days]

    def test_first_and_last_day(self):
        found = ask(agreement([establish(through="2030")]), "2028-01-01")
        self.assertEqual((found["from"], found["through"], found["before"], found["after"]), ("2024-04-01", "2030-12-31", "not_yet", "ended"))
        self.assertEqual(self.statuses([establish(through="2030")], "2024-03-31", "2024-04-01", "2030-12-31", "2031-01-01"),
                         ["not_yet", "in_force", "in_force", "ended"])

    def test_until_is_the_first_day_after(self):
        self.assertEqual(self.statuses([establish(until="2030-01-01")], "2029-12-31", "2030-01-01"), ["in_force", "ended"])

    def test_through_and_until_whichever_first(self):
        self.assertEqual(self.statuses([establish(through="2030", until="2027-01-01")], "2026-12-31", "2027-01-01"), ["in_force", "ended"])

    def test_unstated_end_never_comes(self):
        found = ask(agreement([establish(until="unstated")]), "9999-12-31")
        self.assertEqual((found["status"], found["through"], found["after"]), ("in_force", None, None))

    def test_after_takes_the_last_day(self):
        self.assertEqual(self.statuses([establish(**{"from": {"after": "2030-02"}})], "2030-02-28", "2030-03-01"), ["not_yet", "in_force"])

    def test_amend_replaces_names_and_whole_maps(self):
        history = [establish(terms={"a": Number("1"), "cap": {"x": Number("1"), "y": Number("2")}, "gone": True}),
                   act("amend", terms={"cap": {"x": Number("9")}}, drop=["gone"])]
        self.assertEqual(ask(agreement(history), "2026-01-01")["terms"], {"a": 1, "cap": {"x": 9}})

    def test_amend_through_replaces_the_whole_end(self):
        events = {"sold": {"title": "S", "occurred": "2026-01-01"}}
        history = [establish(until="sold"), act("amend", through="2030")]
        self.assertEqual(self.statuses(history, "2026-06-01", "2031-01-01", events=events), ["in_force", "ended"])

    def test_amend_revives_what_has_passed_but_not_what_was_terminated(self):
        self.assertEqual(self.statuses([establish(through="2024"), act("amend", through="2030")], "2025-06-30", "2025-07-01"), ["ended", "in_force"])
        self.assertEqual(self.statuses([establish(), act("terminate"), act("amend", through="2030")], "2026-01-01"), ["ended"])

    def test_amend_of_nothing_does_nothing(self):
        history = [establish(**{"from": "2026-01-01"}), act("amend", terms={"a": True})]
        self.assertEqual(self.statuses(history, "2025-08-01", "2026-01-01"), ["not_yet", "in_force"])
        self.assertEqual(ask(agreement(history), "2026-01-01")["terms"], {"a": True})

    def test_restate_forgets(self):
        found = ask(agreement([establish(terms={"a": True}, through="2025-12-31"), act("restate", terms={"b": True}, summary="s")]), "2026-06-01")
        self.assertEqual((found["status"], found["terms"], found["through"]), ("in_force", {"b": True}, None))

    def test_why(self):
        history = [establish(through="2024"), act("terminate", **{"from": "2026-01-01"})]
        self.assertEqual([ask(agreement(history), day)["why"] for day in ("2024-03-01", "2024-05-01", "2025-01-01", "2026-01-01")],
                         ["not_yet", None, "ended", "terminated"])
        self.assertEqual(ask(agreement(history), "2024-05-01", known="2024-03-31")["why"], "not_announced_yet")

    def test_override_over_a_standing_state(self):
        history = [establish(terms={"a": Number("1"), "b": Number("1")}),
                   act("override", terms={"a": Number("2")}, summary="s", through="2025-07-10")]
        world = agreement(history)
        self.assertEqual([ask(world, day)["terms"] for day in ("2025-06-30", "2025-07-10", "2025-07-11")],
                         [{"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 1}])

    def test_override_alone(self):
        history = [establish(through="2024"), act("override", terms={"a": True}, summary="s", through="2025-07-10")]
        found = ask(agreement(history), "2025-07-05")
        self.assertEqual((found["status"], found["terms"], found["through"], found["after"]), ("in_force", {"a": True}, "2025-07-10", "ended"))

    def test_suspension_and_what_lifts_it(self):
        suspend = act("suspend", through="2025-12-31")
        self.assertEqual(self.statuses([establish(), suspend], "2025-06-30", "2025-07-01", "2026-01-01"), ["in_force", "suspended", "in_force"])
        override = act("override", summary="s", through="2025-08-01", **{"from": "2025-07-15"})
        self.assertEqual(self.statuses([establish(), suspend, override], "2025-07-14", "2025-07-15", "2025-08-02"),
                         ["suspended", "in_force", "suspended"])
        self.assertEqual(self.statuses([establish(), suspend, act("amend", terms={"a": True})], "2025-07-20"), ["suspended"])
        self.assertEqual(self.statuses([establish(through="2025-09-30"), suspend], "2025-10-01"), ["ended"])

    def test_reaffirm_and_silent_change_nothing(self):
        self.assertEqual(self.statuses([establish(through="2024"), act("reaffirm"), act("silent")], "2024-12-31", "2026-01-01"), ["in_force", "ended"])

    def test_roles_outlive_a_restate(self):
        history = [establish(), act("amend", kind="obligation", holder="globex"), act("restate", summary="s", **{"from": "2026-01-01"})]
        found = ask(agreement(history, holder="acme", obligor=["acme", "globex"]), "2026-06-01")
        self.assertEqual((found["kind"], found["holder"], found["obligor"]), ("obligation", ["globex"], ["acme", "globex"]))


class Knowledge(unittest.TestCase):
    def test_signed_orders_announced_shows(self):
        instruments = {"side": {"title": "S", "signed": "2024-05-01", "announced": "2026-01-01", "sources": ["s"]}}
        history = [establish(terms={"a": Number("1")}), act("amend", terms={"a": Number("3")}),
                   {"act": "amend", "by": "side", "terms": {"a": Number("2"), "b": True}}]
        world = agreement(history, instruments=instruments)
        self.assertEqual(ask(world, "2024-06-01")["terms"], {"a": 2, "b": True})
        self.assertEqual(ask(world, "2024-06-01", known="2025-12-31")["terms"], {"a": 1})
        self.assertEqual(ask(world, "2026-06-01")["terms"], {"a": 3, "b": True})
        self.assertEqual(ask(world, "2024-06-01", known="2024-04-30", signed="2024-05-01")["terms"], {"a": 2, "b": True})

    def test_partial_announcement_counts_from_its_last_day(self):
        world = agreement([establish(announced="2024-06")])
        self.assertEqual([ask(world, "2024-07-01", known=day)["status"] for day in ("2024-06-29", "2024-06-30")], ["not_yet", "in_force"])

    def test_reported_figures_have_their_day(self):
        world = agreement([establish(terms={"share": {"now": UNDISCLOSED, "was": Reported(Number("20"), "s", None)}})])
        late, early = ask(world, "2025-01-01"), ask(world, "2025-01-01", known="2025-03-04")
        self.assertEqual(late["absent"], {"share.now": "undisclosed", "share.was": "undisclosed"})
        self.assertEqual(late["reported"], {"share.was": {"value": 20, "source": "s", "announced": "2025-03-05"}})
        self.assertEqual((early["terms"], early["reported"]), ({"share": {"now": None, "was": None}}, {}))

    def test_numbers_are_equal_by_value(self):
        history = [establish(terms={"a": Number("1.0")}), act("amend", terms={"a": Number("1.00")})]
        self.assertEqual(ask(agreement(history), "2025-01-01")["through"], None)
        history = [establish(terms={"a": Number("1")}), act("amend", terms={"a": "1"})]
        self.assertEqual(ask(agreement(history), "2025-01-01")["through"], "2025-06-30")


class Courses(unittest.TestCase):
    OPEN = {"sold": {"title": "S"}}

    def domain(self, events: dict, known: str, assume: dict | None = None) -> dict:
        found = Domains(agreement([establish()], events), first_day(known), assume).event_domains
        return {name: tuple("never" if day == oracle.NEVER else day_text(day) for day in pair) for name, pair in found.items()}

    def test_open_event_depends_after_what_is_known(self):
        world = agreement([establish(until="sold")], self.OPEN)
        found = ask(world, "2030-01-01")
        self.assertEqual((found["status"], found["applies"], found["why"], found["differs"]), ("depends", "depends", None, ["why"]))
        self.assertEqual([(when(case), case["status"]) for case in found["cases"]],
                         [([("sold", None, "by")], "ended"), ([("sold", None, "not_by")], "in_force")])
        self.assertEqual((found["from"], found["through"], found["before"]), ("2026-11-21", None, "in_force"))
        self.assertEqual(ask(world, "2026-11-20")["status"], "in_force")
        self.assertEqual(ask(world, "2026-11-20", known="2025-01-01")["from"], "2025-01-02")

    def test_horizon_is_the_earliest_of_three(self):
        events = {"sold": {"title": "S", "ruled_out_through": "2025-01-01"}}
        self.assertEqual(self.domain(events, "2027-01-01")["sold"], ("2025-01-02", "never"))
        self.assertEqual(self.domain(events, "2024-01-01")["sold"], ("2024-01-02", "never"))
        self.assertEqual(self.domain(self.OPEN, "2027-01-01")["sold"], ("2026-11-21", "never"))

    def test_occurrence_counts_when_announced(self):
        events = {"sold": {"title": "S", "occurred": "2025-02", "announced": "2025-05-01"}}
        self.assertEqual(self.domain(events, "2025-05-01")["sold"], ("2025-02-01", "2025-02-28"))
        self.assertEqual(self.domain(events, "2025-04-30")["sold"], ("2025-05-01", "never"))

    def test_required_events_must_have_happened(self):
        events = {"signing": {"title": "S"}, "closing": {"title": "C", "requires": "signing", "occurred": "2025-02-03"}}
        self.assertEqual(self.domain(events, "2025-03-01")["signing"], ("0001-01-01", "2025-02-03"))
        self.assertEqual(self.domain(events, "2025-01-01", {"closing": "2026-01-01"})["signing"], ("2025-01-02", "2026-01-01"))
        self.assertEqual(self.domain(events, "2025-03-01", {"closing": "never"})["signing"], ("2025-03-02", "never"))

    def test_never_for_all_open_events(self):
        events = {"a1": {"title": "A"}, "b1": {"title": "B", "requires": "a1"}}
        self.assertEqual(self.domain(events, "2025-03-01", {"*": "never"}), {"a1": ("never", "never"), "b1": ("never", "never")})
        found = self.domain(events, "2025-03-01", {"*": "never", "b1": "2025-06-01"})
        self.assertEqual(found, {"a1": ("2025-03-02", "2025-06-01"), "b1": ("2025-06-01", "2025-06-01")})

    def test_no_course(self):
        events = {"signing": {"title": "S", "occurred": "2025-02-03"}, "closing": {"title": "C", "requires": ["signing"]}}
        for assume in ({"closing": "2025-02-02"}, {"signing": "never", "closing": "2026-01-01"}, {"signing": "2026-02-01", "closing": "2026-01-01"}):
            with self.assertRaises(oracle.NoCourse):
                Domains(agreement([establish()], events), None, assume)
        Domains(agreement([establish()], events), None, {"closing": "2025-02-03"})

    def test_what_is_required_limits_the_cases(self):
        events = {"a1": {"title": "A"}, "b1": {"title": "B", "requires": "a1"}}
        world = agreement([establish(terms={"n": Number("1")}), act("amend", terms={"n": Number("2")}, **{"from": "a1"}), act("terminate", **{"from": "b1"})],
                          events)
        self.assertEqual([when(case) for case in ask(world, "2027-01-01")["cases"]],
                         [[("a1", None, "by"), ("b1", None, "by")], [("a1", None, "by"), ("b1", None, "not_by")], [("a1", None, "not_by")]])

    def test_all_courses_agree(self):
        world = agreement([establish(until={"first_of": ["sold", "2025-01-01"]})], self.OPEN)
        self.assertEqual(ask(world, "2030-01-01")["status"], "ended")
        world = agreement([establish(until={"last_of": ["sold", "2025-01-01"]})], self.OPEN)
        self.assertEqual(ask(world, "2030-01-01")["status"], "depends")

    def test_common_terms(self):
        world = agreement([establish(terms={"n": Number("1"), "x": True}), act("amend", terms={"n": Number("2")}, **{"from": "sold"})], self.OPEN)
        found = ask(world, "2030-01-01")
        self.assertEqual((found["status"], found["applies"], found["why"], found["terms"]), ("depends", "yes", None, {"x": True}))

    def test_unknown_days_are_called_after_their_place(self):
        instruments = {"second": {"title": "S", "announced": "2025-07", "sources": ["s"]},
                       "third": {"title": "T", "announced": "2025-08-01", "effective": {"first_of": ["2026-01-01", {"between": ["2025-09-01", "2025-10-01"]}]}}}
        history = [establish(), act("amend", terms={"n": True}, until={"last_of": ["2026-01-01", {"between": ["2026-02-01", "2026-03-01"]}]}),
                   {"act": "terminate", "by": "third"}, {"act": "establish", "by": "third", "from": "2027", "summary": "s"}]
        self.assertEqual(sorted(oracle.unknown_days(agreement(history, instruments=instruments))),
                         ["c#2.until/1", "c#4.from", "second.announced", "third.effective/1"])

    def test_one_place_is_one_unknown(self):
        instruments = {"second": {"title": "S", "announced": "2025-07-01", "effective": "2025-08"}}
        history = [establish(), act("terminate"), act("establish", summary="s")]
        self.assertEqual(ask(agreement(history, instruments=instruments), "2025-08-10")["status"], "in_force")

    def test_windows_assumed(self):
        history = [establish(**{"from": {"between": ["2025-01-01", "2025-01-31"]}})]
        world = agreement(history)
        self.assertEqual(ask(world, "2025-01-15")["cases"][0]["when"], [{"day": "c#1.from", "plus": None, "by": "2025-01-15"}])
        self.assertEqual(ask(world, "2025-01-15", assume={"c#1.from": {"from": "2025-01-16", "through": "2026-01-01"}})["status"], "not_yet")
        self.assertEqual(ask(world, "2025-01-31")["status"], "in_force")


class Cases(unittest.TestCase):
    def test_offsets_of_one_event_are_ascending_regions(self):
        history = [establish(until={"event": "sold", "plus": "90d"}, terms={"n": Number("1")}), act("amend", terms={"n": Number("2")}, **{"from": "sold"})]
        found = ask(agreement(history, {"sold": {"title": "S"}}), "2030-01-01")
        self.assertEqual([(when(case), case["status"], case["terms"]) for case in found["cases"]],
                         [([("sold", "90d", "by")], "ended", {}), ([("sold", "90d", "not_by"), ("sold", None, "by")], "in_force", {"n": 2}),
                          ([("sold", None, "not_by")], "in_force", {"n": 1})])

    def test_certain_once_the_first_possible_day_plus_offset_has_come(self):
        history = [establish(until={"event": "sold", "plus": "90d"})]
        world = agreement(history, {"sold": {"title": "S"}})
        self.assertEqual(ask(world, "2026-12-01")["through"], day_text(first_day("2026-11-21") + 89))

    def test_equal_thresholds_are_named_by_the_least_plus(self):
        history = [establish(until={"event": "sold", "plus": "1w"}), act("amend", terms={"n": True}, **{"from": {"event": "sold", "plus": "7d"}})]
        found = ask(agreement(history, {"sold": {"title": "S"}}), "2030-01-01")
        self.assertEqual([when(case) for case in found["cases"]], [[("sold", "1w", "by")], [("sold", "1w", "not_by")]])

    def test_mixed_offsets_break_runs(self):
        window = act("override", terms={"n": Number("2")}, summary="s", until={"event": "sold", "plus": "1m"}, **{"from": {"event": "sold", "plus": "30d"}})
        world = agreement([establish(terms={"n": Number("1")}), window], {"sold": {"title": "S"}})
        # 31 days back to 31 January: sold on the 1st or 2nd of a 31-day month leaves a day between 30d and 1m
        self.assertEqual(ask(world, "2030-01-31")["status"], "depends")
        self.assertEqual(ask(world, "2030-01-31")["cases"][1]["terms"], {"n": 2})
        self.assertEqual(ask(world, "2030-03-15")["status"], "in_force")

    def test_tree_merges_and_orders(self):
        rows = [((0, 0), "x"), ((0, 1), "y"), ((1, 0), "x"), ((1, 1), "y"), ((2, 0), "x"), ((2, 1), "x")]
        found = oracle.decision_tree(rows, ["a", "b"], {"a": ["1d", None], "b": [None]})
        self.assertEqual(found, [((Condition("a", None, True), Condition("b", None, True)), "x"), ((Condition("a", None, True), Condition("b", None, False)), "y"),
                                 ((Condition("a", None, False),), "x")])

    def test_an_unknown_that_only_limits_another_does_not_matter(self):
        events = {"a1": {"title": "A"}, "b1": {"title": "B", "requires": "a1"}}
        found = ask(agreement([establish(until="b1")], events), "2030-01-01")
        self.assertEqual(found["depends_on"], [{"event": "b1"}])

    def test_a_period_has_its_runs_unclipped_and_names_no_day(self):
        clause = Clause(agreement([establish(until="sold", through="2030")], {"sold": {"title": "S"}}), "c")
        found = oracle.rows(clause, {"from": "2026-01-01", "through": "2028-01-01"})
        self.assertEqual([(row["from"], row["through"], row["status"]) for row in found],
                         [("2024-04-01", "2026-11-20", "in_force"), ("2026-11-21", "2030-12-31", "depends")])
        self.assertEqual(found[1]["cases"][0]["when"], [{"event": "sold", "plus": None, "by": None}])


class EveryDay(Clause):
    """The same clause with every day of the neighbourhood for each unknown, and no answer kept or skipped."""

    def neighbourhood(self, low: int, high: int) -> "EveryDay":
        self.low, self.high = low, high
        return self

    def courses(self, x: int) -> list:
        parts = []
        for group in self.groups:
            days = sorted({self.domains[name][0] for name in group} | set(range(self.low, self.high)) | {oracle.NEVER})
            parts.append(oracle.courses_of(group, self.domains, self.domains_of.needs, set(), days))
        return [sum(choice, ()) for choice in itertools.product(*parts)]

    def answer(self, x: int) -> oracle.Answer:
        return self.work_out(x)


class Literal(unittest.TestCase):
    """The representative days, the kept answers and the skipped quiet stretches against the plain enumeration."""

    def test_representatives_lose_nothing(self):
        compared = 0
        for seed in range(400):
            rng = generate.random.Random(seed)
            world = generate.corpus(seed, generate.Profile())
            about = generate.topic(rng, world)
            try:
                clause = Clause(*about)
            except oracle.NoCourse:
                continue
            near = generate.days_near(about.agreement, about.clause)
            low, high = near[0] - clause.reach - 5, near[-1] + clause.reach + 5
            if not 0 < len(clause.names) < 3 or (high - low) ** len(clause.names) > 9000:
                continue
            slow = EveryDay(*about).neighbourhood(low, high)
            for x in rng.sample(range(near[0] - 3, near[-1] + 5), 4):
                compared += 1
                self.assertEqual(clause.answer(x), slow.answer(x), f"seed {seed}, {about.clause} on {day_text(x)}")
        self.assertGreater(compared, 150)

    def test_quiet_stretches_hide_no_change(self):
        for seed in range(60):
            rng = generate.random.Random(seed)
            about = generate.topic(rng, generate.corpus(seed))
            try:
                clause = Clause(*about)
            except oracle.NoCourse:
                continue
            near = generate.days_near(about.agreement, about.clause)
            low, high = near[0] - 800, near[-1] + 800
            starts = [x for x in range(low + 1, high) if clause.work_out(x).run_key() != clause.work_out(x - 1).run_key()]
            found = [run.first for run in clause.runs(low, high - 1) if run.first > low]
            self.assertEqual(found, starts, f"seed {seed}, {about.clause}")


if __name__ == "__main__":
    unittest.main()

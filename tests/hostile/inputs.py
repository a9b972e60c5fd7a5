"""The bad and hostile inputs of run.py, as lists of Attack."""

import os
import random
import socket

ANY = {0, 1, 2, 3, 4}
BAD = {2, 4}


class Attack:
    """A command line. `files` are written first (name to bytes), `make` may do more in the folder.

    `codes` are the exit codes that are right; `place`: where it is 4, some message names a line and a column;
    `raw`: standard output may hold whatever the corpus holds."""

    def __init__(self, name, words, codes=BAD, files=None, stdin=b"", make=None, place=False, raw=False):
        self.name, self.words, self.codes, self.files = name, words, set(codes), files or {}
        self.stdin, self.make, self.place, self.raw = stdin, make, place, raw


HEAD = b"""pact: 1
agreement: x
title: X
complete_through: 2026-01-01
parties: {p: P}
sources: {s: {publisher: P, title: S, date: 2020-01-01, kind: primary}}
instruments: {i: {title: I, announced: 2020-01-01, sources: [s]}}
"""


def clause(history, more=b"", name=b"c"):
    return HEAD + more + b"clauses:\n  " + name + b":\n    title: C\n    kind: fact\n    history:\n" + history


ESTABLISH = b"      - {act: establish, by: i, summary: C.}\n"


def yaml(name, data, codes=BAD, place=False, words=None):
    return Attack(name, words or ["query", "-C", "x.yaml", "-d", "2025-01-01", "--json"], codes, {"x.yaml": data}, place=place)


def nesting():
    n = 200000
    term = b"      - {act: establish, by: i, summary: C., terms: {a: %s}}\n"
    yield yaml("200,000 flow lists", b"[" * n, {4}, True)
    yield yaml("200,000 flow lists, closed", b"[" * n + b"]" * n, {4}, True)
    yield yaml("200,000 flow maps", b"{a: " * n, {4}, True)
    yield yaml("200,000 block lists on a line", b"- " * n, {4}, True)
    yield yaml("200,000 complex keys on a line", b"? " * n, {4}, True)
    yield yaml("200,000 block lists as complex keys", b"? - " * n, {4}, True)
    yield yaml("2,000 block maps, each further in", b"".join(b" " * i + b"a:\n" for i in range(2000)), {4}, True)
    yield yaml("200,000 lists in a value", clause(term % (b"[" * n)), {4}, True)
    yield yaml("200,000 quotes", b"'" * n, {4})
    yield yaml("200,000 colons", b":" * n, {4})
    yield yaml("200,000 question marks", b"?\n" * n, {4})
    yield yaml("200,000 commas", b"[" + b"," * n, {4}, True)
    yield yaml("200,000 bars", b"|" * n, {4}, True)
    yield yaml("60 levels of terms", clause(term % (b"{a: " * 50 + b"1" + b"}" * 50)), {0})
    yield yaml("a term 60 parts deep", clause(term % (b"[" * 50 + b"]" * 50)), {0})
    yield yaml("65 levels of terms", clause(term % (b"[" * 65 + b"]" * 65)), {4}, True)


def scalars():
    big = 2 << 20
    for name, text in (("plain", b"a" * big), ("quoted", b'"' + b"a" * big + b'"'), ("single", b"'" + b"a" * big + b"'"),
                       ("literal", b"|\n  " + b"a" * big + b"\n"), ("folded", b">\n  " + b"a b " * (big // 4) + b"\n"),
                       ("escapes", b'"' + b"\\u00e9" * (big // 2) + b'"'), ("wide", "日".encode() * (big // 3))):
        yield yaml("a %s scalar of 2 MiB" % name, HEAD.replace(b"title: X", b"title: " + text), {4}, True)
    yield yaml("a key of 2 MiB", HEAD + b"a" * big + b": 1\n", {4}, True)
    yield yaml("a quoted key of 2 MiB", HEAD + b'"' + b"a" * big + b'": 1\n', {4}, True)
    yield yaml("a comment of 8 MiB", HEAD + b"# " + b"c" * (8 << 20) + b"\nclauses:\n  c: {title: C, kind: fact, history: [{act: establish, by: i, summary: C.}]}\n", {0})
    yield yaml("8 MiB of blanks", HEAD + b" " * (8 << 20), {0, 1, 4})
    yield yaml("2 million empty lines", b"\n" * 2000000 + HEAD, {0, 1, 4})
    yield yaml("a title of 1 MiB less one", HEAD.replace(b"title: X", b"title: " + b"a" * ((1 << 20) - 1)) + b"clauses:\n  c: {title: C, kind: fact, history: [{act: establish, by: i, summary: C.}]}\n", {0})
    yield yaml("an id of 513 bytes", clause(ESTABLISH, name=b"c" * 513), {4}, True)
    yield yaml("an id of 512 bytes", clause(ESTABLISH, name=b"c" * 512), {0})
    yield yaml("an id of 10,000 parts", clause(ESTABLISH, name=b".".join([b"c"] * 10000)), {4}, True)
    for name, number in (("65 digits", b"9" * 65), ("100,000 digits", b"9" * 100000), ("a long fraction", b"0." + b"9" * 100000), ("1e999999999", b"1e999999999"),
                         ("0x41", b"0x41"), ("0o17", b"0o17"), ("1_000", b"1_000"), ("190:20:30", b"190:20:30"), (".5", b".5"), ("+1", b"+1"), ("-", b"-0x"), ("007", b"007"),
                         ("-.inf", b"-.inf"), ("1.", b"1."), ("2026-13-01", b"2026-13-01"), ("NULL", b"NULL"), ("tilde", b"~"), ("NO", b"NO"), ("empty", b"")):
        yield yaml("the number " + name, clause(b"      - {act: establish, by: i, summary: C., terms: {a: %s}}\n" % number), {4}, True)
    yield yaml("64 digits", clause(b"      - {act: establish, by: i, summary: C., terms: {a: %s}}\n" % (b"9" * 64)), {0})


def bombs():
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [b"a%d: &a%d [%s]" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 30)]
    yield yaml("a billion laughs", b"\n".join(lines), {4}, True)
    yield yaml("an anchor in itself", b"a: &a [*a]\n", {4}, True)
    yield yaml("100,000 anchors", b"".join(b"a%d: &a%d 1\n" % (i, i) for i in range(100000)), {4}, True)
    yield yaml("100,000 aliases", b"a: &a 1\nb: [" + b"*a, " * 100000 + b"]\n", {4}, True)
    yield yaml("merge keys", b"a: &a {b: 1}\nc:\n  <<: *a\n", {4}, True)
    yield yaml("a tag", HEAD.replace(b"title: X", b"title: !!python/object/apply:os.system X"), {4}, True)
    yield yaml("100,000 tags", b"[" + b"!!str a, " * 100000 + b"]", {4}, True)
    yield yaml("a verbatim tag of 1 MiB", b"!<" + b"a" * (1 << 20) + b"> x\n", {4})
    yield yaml("a %TAG directive", b"%TAG ! tag:evil,2000:\n---\n" + HEAD, {4}, True)
    yield yaml("an unknown version", b"%YAML 9.9\n---\n" + HEAD, {4}, True)
    yield yaml("100,000 directives", b"%FOO bar\n" * 100000 + b"---\n" + HEAD, ANY)
    yield yaml("100,000 keys that are wrong", HEAD + b"".join(b"k%d: 1\n" % i for i in range(100000)), {4}, True)
    yield yaml("100,000 keys that are the same", HEAD + b"titel: 1\n" * 100000, {4}, True)
    yield yaml("100,000 errors on one line", HEAD + b"events: {" + b"E: 1, " * 100000 + b"}\n", {4}, True)
    same = b"".join(b"  c%05x: {title: C, kind: fact, history: [{act: establish, by: i, summary: C.}]}\n" % i for i in range(20000))
    yield yaml("20,000 clauses", HEAD + b"clauses:\n" + same, {0}, words=["query", "-C", "x.yaml", "-d", "2025-01-01", "-q"])
    yield yaml("20,000 clauses, one mistyped", HEAD + b"clauses:\n" + same, {2}, words=["query", "-C", "x.yaml", "-d", "2025-01-01", "c0000z"])
    yield yaml("20,000 clauses, each twice", HEAD + b"clauses:\n" + same + same, {4}, True)


def encodings():
    text = clause(ESTABLISH)
    for name, data in (("UTF-16 LE", b"\xff\xfe" + text.decode().encode("utf-16-le")), ("UTF-16 BE", b"\xfe\xff" + text.decode().encode("utf-16-be")),
                       ("UTF-16 without a mark", text.decode().encode("utf-16-le")), ("UTF-32 LE", b"\xff\xfe\0\0" + text.decode().encode("utf-32-le")), ("Latin-1", text.replace(b"title: X", b"title: \xe9"))):
        yield yaml(name, data, {4})
    for name, piece in (("NUL", b"\0"), ("BEL", b"\a"), ("backspace", b"\b"), ("escape", b"\x1b[2J"), ("DEL", b"\x7f"), ("vertical tab", b"\v"), ("form feed", b"\f"),
                        ("NEL", "\u0085".encode()), ("LS", "\u2028".encode()), ("PS", "\u2029".encode()), ("C1", "\u009b".encode()), ("a lone CR", b"a\rb"),
                        ("overlong", b"\xc0\xaf"), ("overlong of three", b"\xe0\x80\xaf"), ("overlong of four", b"\xf0\x80\x80\xaf"), ("a surrogate", b"\xed\xa0\x80"),
                        ("beyond U+10FFFF", b"\xf4\x90\x80\x80"), ("FF", b"\xff"), ("a lone continuation", b"\x80"), ("cut short", b"\xe6\x97"),
                        ("U+FFFE", b"\xef\xbf\xbe"), ("a mark inside", b"\xef\xbb\xbf")):
        codes = {0, 4} if name in ("U+FFFE", "a mark inside", "DEL") else {4}
        yield yaml(name + " in a title", text.replace(b"title: X", b"title: a " + piece + b" b"), codes, codes == {4})
        yield yaml(name + " in a comment", text.replace(b"title: X", b"title: X # " + piece), codes, codes == {4})
        yield yaml(name + " at the very end", text + b"# " + piece, codes, codes == {4})
    yield yaml("NEL hides a key", text.replace(b"title: X", "title: X # harmless\u0085complete_through: 2030-01-01".encode()), {4}, True)
    yield yaml("a byte order mark", b"\xef\xbb\xbf" + text, {0})
    yield yaml("line ends of Windows", text.replace(b"\n", b"\r\n"), {0})
    yield yaml("line ends of old Macs", text.replace(b"\n", b"\r"), {4})
    yield yaml("no line end at the end", text.rstrip(b"\n"), {0})
    yield yaml("tabs", text.replace(b"    title", b"\ttitle"), {4}, True)
    yield yaml("directional overrides", text.replace(b"title: C", "title: \u202egnp.exe\u202c".encode()), {0, 4})
    yield yaml("escapes that are controls", text.replace(b"title: C", b'title: "\\e[31m\\x07\\0"'), {0, 4})
    yield Attack("escapes that are controls, as text", ["show", "-C", "x.yaml", "c"], {0, 4}, {"x.yaml": text.replace(b"title: C", b'title: "\\e[31m\\x07 \\x9b \\L"')})


def shapes():
    for name, data in (("nothing", b""), ("blanks", b"   \n"), ("a comment", b"# a\n"), ("a scalar", b"hello"), ("a list", b"- a\n"), ("null", b"~\n"), ("a number", b"1\n"), ("ends of documents", b"...\n...\n"),
                       ("separators", b"---\n---\n---\n"), ("an open quote", b'a: "b\n'), ("an open list", b"a: [b\n"), ("a map as key", b"{a: b}: c\n"), ("a list as key", b"? [a]\n: b\n"),
                       ("an empty key", b": a\n"), ("two roots", b"a: b\n- c\n"), ("not YAML", b"\x7fELF\x02\x01\x01" + bytes(64)), ("a PDF", b"%PDF-1.4\n"), ("JSON", b'{"pact": 1, "agreement": "x"}'),
                       ("HTML", b"<!DOCTYPE html><html></html>"), ("a shell script", b"#!/bin/sh\nrm -rf /\n"), ("@", b"a: @b\n"), ("`", b"a: `b\n"), ("%", b"a: %b\n")):
        yield yaml(name, data, {4})
    for key in (b"pact", b"agreement", b"title", b"complete_through", b"parties", b"sources", b"instruments", b"clauses"):
        for name, value in (("a list", b"[a]"), ("a map", b"{a: {b: {c: d}}}"), ("nothing", b"")):
            lines = [line for line in clause(ESTABLISH).split(b"\n") if not line.startswith(key + b":") and (key != b"clauses" or not line.startswith(b" "))]
            codes = {0, 1, 4} if key in (b"parties", b"clauses") and name != "a list" else {4}
            yield yaml("%s is %s" % (key.decode(), name), b"\n".join(lines) + b"\n" + key + b": " + value + b"\n", codes, codes == {4})
    for key in (b"title: X\n", b"complete_through: 2026-01-01\n", b"pact: 1\n", b"agreement: x\n", b"parties: {p: P}\n"):
        yield yaml("%s twice" % key.split(b":")[0].decode(), clause(ESTABLISH) + key, {4}, True)
    yield yaml("a key twice in an act", clause(b"      - {act: establish, by: i, by: i, summary: C.}\n"), {4}, True)
    yield yaml("a term twice", clause(b"      - {act: establish, by: i, summary: C., terms: {a: 1, a: 1}}\n"), {4}, True)
    yield yaml("a term twice, deep", clause(b"      - {act: establish, by: i, summary: C., terms: {a: {b: {c: 1, c: 2}}}}\n"), {4}, True)
    yield yaml("an id twice, quoted once", clause(ESTABLISH) + b'  "c": {title: D, kind: fact, history: []}\n', {4}, True)


def damaged_text(acme):
    rng = random.Random(1)
    for at in sorted(rng.sample(range(len(acme)), 60)):
        yield yaml("acme cut off at %d" % at, acme[:at], {0, 1, 3, 4})
    for _ in range(60):
        at, bit = rng.randrange(len(acme)), rng.randrange(8)
        data = bytearray(acme)
        data[at] ^= 1 << bit
        yield yaml("acme with bit %d of byte %d turned" % (bit, at), bytes(data), {0, 1, 3, 4})
    for _ in range(30):
        a, b = sorted(rng.sample(range(len(acme)), 2))
        yield yaml("acme without bytes %d to %d" % (a, b), acme[:a] + acme[b:], {0, 1, 3, 4})
    for _ in range(20):
        at = rng.randrange(len(acme))
        yield yaml("acme with noise at %d" % at, acme[:at] + bytes(rng.randrange(256) for _ in range(16)) + acme[at:], {0, 1, 3, 4})
    lines = acme.split(b"\n")
    for _ in range(20):
        shuffled = lines[:]
        a, b = rng.sample(range(len(lines)), 2)
        shuffled[a], shuffled[b] = shuffled[b], shuffled[a]
        yield yaml("acme with lines %d and %d exchanged" % (a + 1, b + 1), b"\n".join(shuffled), {0, 1, 3, 4})


def events():
    def ring(n):
        return b"events:\n" + b"".join(b"  e%d: {title: E, requires: e%d}\n" % (i, (i + 1) % n) for i in range(n))

    def chain(n):
        return b"events:\n  e0: {title: E}\n" + b"".join(b"  e%d: {title: E, requires: e%d}\n" % (i, i - 1) for i in range(1, n))

    until = b"      - {act: establish, by: i, until: e%d, summary: C.}\n"
    for n in (1, 2, 3, 1000, 20000):
        yield yaml("a ring of %d events" % n, clause(until % 0, ring(n)), {4}, True)
    for n in (10, 63, 1000, 20000):
        right, wrong = ({0, 1, 3}, {2}) if n < 64 else ({4}, {4})  # longer chains are past a limit
        yield yaml("a chain of %d events" % n, clause(until % (n - 1), chain(n)), right)
        words = ["query", "-C", "x.yaml", "-d", "2027-01-01", "--json", "-a"]
        yield yaml("a chain of %d events, the last assumed" % n, clause(until % (n - 1), chain(n)), right, words=words + ["e%d=2026-06-01" % (n - 1)])
        yield yaml("a chain of %d events, the first never" % n, clause(until % (n - 1), chain(n)), right, words=words + ["e0=never"])
        yield yaml("a chain of %d events, against itself" % n, clause(until % (n - 1), chain(n)), wrong, words=words + ["e0=never", "-a", "e%d=2026-06-01" % (n - 1)])
    many = b"events:\n" + b"".join(b"  e%d: {title: E}\n" % i for i in range(2000)) + b"  last: {title: L, requires: [" + b", ".join(b"e%d" % i for i in range(2000)) + b"]}\n"
    yield yaml("an event that requires 2,000", clause(b"      - {act: establish, by: i, until: last, summary: C.}\n", many), ANY)
    dense = b"events:\n  e0: {title: E}\n" + b"".join(b"  e%d: {title: E, requires: [%s]}\n" % (i, b", ".join(b"e%d" % j for j in range(i))) for i in range(1, 60))
    yield yaml("60 events that require all before them", clause(until % 59, dense), {0, 1, 3})
    for n, codes in ((12, {0, 1, 3}), (13, {4})):
        events_n = b"events:\n" + b"".join(b"  e%02d: {title: E}\n" % i for i in range(n))
        acts = b"      - {act: establish, by: i, until: {last_of: [%s]}, summary: C.}\n" % b", ".join(b"e%02d" % i for i in range(n))
        for day in ("2025-06-01", "2027-01-01", "2020..2040"):
            yield yaml("%d unknowns, %s" % (n, day), clause(acts, events_n), codes, codes == {4}, ["query", "-C", "x.yaml", "-d", day, "--json"])
        acts = ESTABLISH + b"".join(b"      - {act: amend, by: i, from: e%02d, terms: {t%02d: 1}}\n" % (i, i) for i in range(n))
        yield yaml("%d unknowns that all show" % n, clause(acts, events_n), codes | ({4} if n == 12 else set()), words=["query", "-C", "x.yaml", "-d", "2027-01-01", "-q"])
    days = b", ".join(b"{between: [%04d-01-01, %04d-12-31]}" % (2000 + i, 2020 + i) for i in range(12))
    yield yaml("12 windows", clause(b"      - {act: establish, by: i, from: {first_of: [%s]}, summary: C.}\n" % days), {0, 1, 3})
    for plus in (b"0d", b"-1d", b"1.5d", b"1x", b"99999999999999999999d", b"9999999y", b"d", b"1 d", b"1D"):
        bound = b"      - {act: establish, by: i, until: {event: e0, plus: %s}, summary: C.}\n" % plus
        yield yaml("an offset of " + plus.decode(), clause(bound, chain(1)), {0, 1, 3, 4})
    for day in (b"0000-01-01", b"10000-01-01", b"2026-02-30", b"2025-02-29", b"-2026-01-01", b"2026-1-1", b"2026-01-01T00:00:00Z", b"99999-99-99", b"2026-00-00"):
        yield yaml("the day " + day.decode(), clause(b"      - {act: establish, by: i, from: %s, summary: C.}\n" % day), {4}, True)
    yield yaml("a window from first to last", clause(b"      - {act: establish, by: i, from: {between: [0001-01-01, 9999-12-31]}, summary: C.}\n"), {0, 1, 3})
    acts = (b"      - {act: establish, by: i, from: {event: e0, plus: 365d}, until: {event: e1, plus: 12m}, summary: C.}\n"
            b"      - {act: suspend, by: i, from: {event: e0, plus: 365d}, until: {event: e2, plus: 365d}, summary: S.}\n")
    three = b"events:\n  e0: {title: E}\n  e1: {title: E}\n  e2: {title: E}\n"
    yield yaml("days against months, for ever", clause(acts, three), {2}, words=["check", "-C", "x.yaml", "-d", "2025-05-15..9999-12-31", "not any c"])
    deep = b"{first_of: [" * 70 + b"2030-01-01" + b"]}" * 70
    yield yaml("bounds in bounds", clause(b"      - {act: establish, by: i, until: %s, summary: C.}\n" % deep), {4}, True)


def joint_lists():
    """Lists of cases for all clauses of a corpus: few cases are told, many refused, and either is soon found out."""
    def corpus(events, clauses):
        text = HEAD + b"events:\n" + b"".join(b"  %s: {title: E%s}\n" % (name, more) for name, more in events)
        return text + b"clauses:\n" + b"".join(
            b"  c%d: {title: C, kind: fact, history: [{act: establish, by: i, until: %s, summary: S.}]}\n" % (i, until)
            for i, until in enumerate(clauses))

    def ask(name, data, codes):
        return yaml("jointly, " + name, data, codes, words=["query", "--jointly", "--json", "-d", "2030-01-01", "-C", "x.yaml"])

    def name(i):
        return b"e%02d" % i

    free = [(name(i), b"") for i in range(60)]
    chain = [(name(i), b", requires: [%s]" % name(i - 1) if i else b"") for i in range(60)]
    few = [b"{first_of: [%s]}" % b", ".join(name((i + k) % 60) for k in range(12)) for i in range(60)]
    return [ask("events that have nothing to do with each other", corpus(free, [name(i) for i in range(60)]), {2}),
            ask("a chain of events", corpus(chain, [name(i) for i in range(60)]), {3}),
            ask("windows of events", corpus(free, few), {2}),
            ask("one event, many clauses", corpus(free[:1], [name(0)] * 5000), {3}),
            ask("seven events, many clauses", corpus(free[:7], [name(i % 7) for i in range(1000)]), {3}),
            ask("many thresholds of one event", corpus(free[:1], [b"{event: e00, plus: %dd}" % (i + 1) for i in range(250)]), {3}),
            ask("too many thresholds", corpus(free[:1], [b"{event: e00, plus: %dd}" % (i + 1) for i in range(400)]), {2})]


def histories():
    for n, codes in ((100000, {4}), (4097, {4}), (4096, {0})):
        acts = ESTABLISH + b"".join(b"      - {act: amend, by: i, terms: {a: %d}}\n" % i for i in range(n - 1))
        yield yaml("%d acts" % n, clause(acts), codes, codes == {4})
    window = b"      - {act: override, by: i, from: %s, through: %s, terms: {a: %d}, summary: O.}\n"
    acts = ESTABLISH + b"".join(window % (b"%04d-01-01" % (2021 + i), b"%04d-06-30" % (2021 + i), i) for i in range(1000))
    yield yaml("1,000 overrides over a thousand years", clause(acts), {0}, words=["query", "-C", "x.yaml", "-d", "0001-01-01..9999-12-31", "-q"])
    acts = b"      - {act: establish, by: i, summary: C., terms: {%s}}\n" % b", ".join(b"t%d: %d" % (i, i) for i in range(4000))
    yield yaml("4,000 terms", clause(acts), {0})
    acts = b"      - {act: establish, by: i, summary: C., terms: {%s}}\n" % b", ".join(b"t%d: %d" % (i, i) for i in range(100000))
    yield yaml("100,000 terms", clause(acts), {4}, True)
    acts = b"      - {act: establish, by: i, summary: C., terms: {a: [%s]}}\n" % b", ".join([b"1"] * 200000)
    yield yaml("a list of 200,000", clause(acts), {4}, True)
    acts = b"      - {act: establish, by: i, summary: C., caveats: [%s]}\n" % b", ".join([b"{kind: note, text: T}"] * 20000)
    yield yaml("20,000 caveats", clause(acts), ANY)
    sources = b", ".join(b"s%d: {publisher: P, title: S, kind: press}" % i for i in range(20000))
    yield yaml("20,000 sources of an act", HEAD.replace(b"sources: {s:", b"sources: {" + sources + b", s:") + b"clauses:\n  c: {title: C, kind: fact, history: [{act: establish, by: i, summary: C., sources: ["
               + b", ".join(b"s%d" % i for i in range(20000)) + b"]}]}\n", ANY)
    yield yaml("20,000 documents", b"".join(b"---\npact: 1\nagreement: a%d\ntitle: A\ncomplete_through: 2026-01-01\n" % i for i in range(20000)), {0, 1})
    yield yaml("20,000 documents of one agreement", HEAD + b"".join(b"---\npact: 1\nagreement: x\nparties: {p%d: P}\n" % i for i in range(20000)), {0, 1})
    yield yaml("20,000 documents that are the same", (b"---\n" + HEAD) * 5000, {4}, True)
    selectors = b"[" + b", ".join([b"'*c*'"] * 1000) + b"]"
    clauses = b"".join(b"  c%d: {title: C, kind: fact, history: [{act: establish, by: i, summary: C.}]}\n" % i for i in range(1000))
    yield yaml("1,000 selectors for 1,000 clauses", HEAD + b"---\npact: 1\nagreement: x\ninstruments: {j: {title: J, announced: 2021-01-01, sources: [s], reaffirms: " + selectors + b"}}\nclauses:\n" + clauses, ANY)
    glob = b"*a" * 200 + b"*b"
    yield yaml("a selector of many stars", clause(ESTABLISH, name=b"a" * 500) + b"---\npact: 1\nagreement: x\ninstruments: {j: {title: J, announced: 2021-01-01, sources: [s], reaffirms: ['" + glob + b"']}}\n", {4})


def paths():
    text = clause(ESTABLISH)

    def at(name, make, codes=BAD, path="x"):
        return Attack(name, ["query", "-C", path, "-d", "2025-01-01", "-q"], codes, {}, make=make)

    def folder(f):
        os.mkdir("x")
        f()

    def write(path, data=text):
        with open(path, "wb") as file:
            file.write(data)

    def a_socket(path):
        s = socket.socket(socket.AF_UNIX)
        s.bind(path)
        s.close()

    yield at("a FIFO", lambda: os.mkfifo("x"))
    yield at("a FIFO in a folder", lambda: folder(lambda: (os.mkfifo("x/a.yaml"), write("x/b.yaml"))), ANY)
    yield at("a socket", lambda: a_socket("x"))
    yield at("a socket in a folder", lambda: folder(lambda: (a_socket("x/a.yaml"), write("x/b.yaml"))), ANY)
    for device in ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/full", "/dev/tty", "/dev/stdin"):
        yield at(device, lambda: None, BAD, device)
    yield at("a link to /dev/zero in a folder", lambda: folder(lambda: (os.symlink("/dev/zero", "x/a.yaml"), write("x/b.yaml"))), ANY)
    yield at("a link to itself", lambda: os.symlink("x", "x"))
    yield at("a link to nothing", lambda: os.symlink("nothing", "x"))
    yield at("a link to nothing in a folder", lambda: folder(lambda: (os.symlink("nothing", "x/a.yaml"), write("x/b.yaml"))), ANY)
    yield at("a folder that links to itself", lambda: folder(lambda: (os.symlink(".", "x/loop"), write("x/b.yaml"))), {0, 2, 4})
    yield at("a folder that links to its parent", lambda: folder(lambda: (os.symlink("..", "x/up.yaml"), write("x/b.yaml"))), {0, 2, 4})
    yield at("two folders that link to each other", lambda: folder(lambda: (os.mkdir("y"), os.symlink("../y", "x/y"), os.symlink("../x", "y/x"), write("x/b.yaml"))), {0, 2, 4})
    yield at("a folder named as a file", lambda: folder(lambda: (os.mkdir("x/a.yaml"), write("x/a.yaml/b.yaml"))), {0})
    yield at("an empty folder", lambda: os.mkdir("x"), {4})
    yield at("folders 200 deep", lambda: folder(lambda: (os.makedirs("x/" + "d/" * 200), write("x/" + "d/" * 200 + "a.yaml"))), {0, 2, 4})
    yield at("2,000 files", lambda: folder(lambda: [write("x/%d.yaml" % i, text if i == 0 else b"pact: 1\nagreement: x\n") for i in range(2000)]), {0})
    yield at("20,000 other files", lambda: folder(lambda: (write("x/a.yaml"), [write("x/%d.txt" % i, b"") for i in range(20000)])), {0})
    yield at("a name with control characters", lambda: folder(lambda: write("x/\x1b[31m\n\r.yaml", b"pact: 2\n")), {4})
    yield at("a name that is no UTF-8", lambda: folder(lambda: write(b"x/\xff\xfe.yaml", b"pact: 2\n")), {4})
    yield at("a hidden file", lambda: folder(lambda: (write("x/.a.yaml", b"nonsense"), write("x/b.yaml"))), {0, 4})
    yield at("a path of 100,000 bytes", lambda: None, {2}, "a" * 100000)
    yield at("a path of 4,095 bytes", lambda: None, {2}, "a/" * 2047)
    yield at("an empty path", lambda: None, {2}, "")
    yield at("a path below a file", lambda: write("x"), {2}, "x/y")
    yield at("a truncated image of eight bytes", lambda: write("x", b"PACTIMG\n"), {4})
    yield at("an image of nothing but its name", lambda: write("x", b"PACTIMG\n" + bytes(4096)), {4})
    yield at("an image in a folder", lambda: folder(lambda: write("x/a.yaml", b"PACTIMG\n" + bytes(4096))), {4})
    yield Attack("output onto the corpus", ["query", "-C", "x.yaml", "-d", "2025-01-01", "-o", "x.yaml"], {0}, {"x.yaml": text})
    yield Attack("output onto a folder", ["query", "-C", "x.yaml", "-d", "2025-01-01", "-o", "/"], {2}, {"x.yaml": text})
    yield Attack("output to a path of 100,000 bytes", ["query", "-C", "x.yaml", "-d", "2025-01-01", "-o", "a" * 100000], {2}, {"x.yaml": text})


def batches(two):
    def line(name, data, codes=frozenset({2})):
        return Attack("batch: " + name, ["batch", "-C", "two"], codes, {"two": two}, stdin=data)

    ask = b'{"date": "2025-01-01"%s}\n'
    yield line("deep lists", b"[" * 200000 + b"\n")
    yield line("deep objects", b'{"a":' * 100000 + b"\n")
    yield line("deep in a key that is known", ask % (b', "select": ' + b"[" * 100000))
    yield line("a line of 4 MiB", b'{"date": "' + b"a" * (4 << 20) + b'"}\n')
    yield line("100,000 empty lines", b"\n" * 100000)
    yield line("100,000 questions", ask % b', "select": ["goods"]' * 20000, {0})
    yield line("NUL", b'{"date": "2025-01-01\0"}\n')
    yield line("NUL alone", b"\0\0\0\n")
    yield line("an escaped NUL", ask % b', "select": ["fee\\u0000"]')
    yield line("a lone surrogate", ask % b', "select": ["\\ud800"]')
    yield line("a wrong surrogate", ask % b', "select": ["\\ud800\\u0041"]')
    yield line("no UTF-8", ask % b', "select": ["\xff\xfe"]')
    yield line("UTF-16", (ask % b"").decode().encode("utf-16"))
    yield line("a byte order mark", b"\xef\xbb\xbf" + ask % b"", {0, 2})
    yield line("control characters", ask % b', "select": ["\x1b[31m"]')
    yield line("escaped control characters", ask % b', "select": ["\\u001b[31m"]')
    yield line("10,000 selectors", ask % (b', "select": [' + b", ".join([b'"f*"'] * 10000) + b"]"), {0})
    yield line("10,000 assumptions", ask % (b', "assume": {' + b", ".join(b'"e%d": "never"' % i for i in range(10000)) + b"}"))
    yield line("10,000 keys", b"{" + b", ".join(b'"k%d": 1' % i for i in range(10000)) + b"}\n")
    yield line("a key 10,000 times", b"{" + b", ".join([b'"date": "2025-01-01"'] * 10000) + b"}\n")
    yield line("many stars", ask % (b', "select": ["' + b"*e" * 5000 + b'*z"]'))
    for name, value in (("a number", b"20250101"), ("1e999", b"1e999"), ("null", b"null"), ("true", b"true"), ("a list", b"[]"), ("an empty object", b"{}"), ("half a period", b'{"from": "2025-01-01"}'),
                        ("a period and more", b'{"from": "2025-01-01", "through": "2025-02-01", "to": 1}'), ("a period backwards", b'{"from": "2025-02-01", "through": "2025-01-01"}'),
                        ("NaN", b"NaN"), ("a comment", b"/* x */ 1"), ("single quotes", b"'2025-01-01'"), ("nothing", b"")):
        yield line("the date is " + name, b'{"date": %s}\n' % value)
    for key in ("known", "signed", "assume", "select", "party", "holder", "obligor", "kind", "where", "all", "today"):
        for value in (b"1", b"{}", b"[1]", b'"\\ud83d"', b"[[]]", b'{"a": {"b": "c"}}'):
            codes = {0} if (key, value) == ("assume", b"{}") else {2}
            yield line("%s is %s" % (key, value.decode()), ask % (b', "%s": %s' % (key.encode(), value)), codes)


def command_lines(two):
    def words(name, *rest, codes=frozenset({2})):
        return Attack("argv: " + name, list(rest), codes, {"two": two})

    query = ["query", "-C", "two", "-d", "2025-01-01"]
    yield words("an empty verb", "")
    yield words("a verb of 100,000 bytes", "q" * 100000)
    yield words("an option of 100,000 bytes", *query, "--" + "o" * 100000)
    yield words("a value of 100,000 bytes", *query[:-1], "9" * 100000)
    yield words("a verb with control characters", "\x1b[2J\x07")
    yield words("an option with control characters", *query, "--\x1b[2J")
    yield words("a selector with control characters", *query, "\x1b]0;x\x07")
    yield words("a path with control characters", "query", "-C", "\x1b[2J\n\r", "-d", "2025-01-01")
    yield words("bytes that are no UTF-8", *query, b"\xff\xfe")
    yield words("bytes that are no UTF-8, in JSON", *query, "--json", b"\xff\xfe\xc0")
    yield words("an option that is no UTF-8", *query, b"--\xff", "--json")
    yield words("20,000 selectors", *query, *["f*"] * 20000, codes={0})
    yield words("20,000 selectors that are unknown", *query, *["x%d" % i for i in range(20000)])
    yield words("2,000 assumptions", *query, *[w for i in range(2000) for w in ("-a", "e%d=never" % i)])
    yield words("2,000 corpora", *[w for _ in range(2000) for w in ("-C", "two")], "query", codes=BAD)
    yield words("2,000 conditions", *query, *["--where=amount>%d" % i for i in range(2000)], codes={0, 1, 3})
    yield words("many stars", *query, "*e" * 5000 + "*z")
    yield words("many question marks", *query, "?" * 5000)
    yield words("many brackets", *query, "[" * 5000)
    yield words("a number of 100,000 digits", *query, "--where", "amount > " + "9" * 100000, codes={0, 1, 2})
    yield words("a term of 10,000 parts", *query, "--where", "a" + ".a" * 10000 + " = 1")
    yield words("a term of 10,000 parts as value", *query[:-2], "-d", "2025-01-01", "--value", "alpha/fee:" + "a." * 10000 + "a")
    yield words("a lone dash", "-")
    yield words("dashes", "--", "--", "--")
    yield words("three dashes", *query, "---")
    yield words("an equals sign", *query, "--=x")
    yield words("an option without a name", *query, "--all=")
    yield words("letters", *query, "-qqqqqqqqqqqq", codes={0, 2})
    yield words("a letter that is no ASCII", *query, "-é")
    yield words("widths", *query, "--width", "99999999999999999999")
    yield words("a narrow width", *query, "--width", "1", codes={0})
    yield words("limits", *query, "--limit", "depth=18446744073709551616")
    yield words("the greatest limit", *query, "--limit", "depth=18446744073709551615", codes={0, 2})
    yield words("offsets", "query", "-C", "two", "-d", "today+99999999999999999999y")
    yield words("offsets back", "query", "-C", "two", "--today", "0001-01-01", "-d", "today-1d")
    yield words("all of time, three times", "query", "-C", "two", "-d", "0001..9999..9999")
    yield words("all of time", "query", "-C", "two", "-d", "0001-01-01..9999-12-31", "--all", codes={0})
    yield words("a format string", *query, "%s%n%s%n")
    yield words("a path as format", *query, "-f", "../../../etc/passwd")
    yield words("init into a path of 100,000 bytes", "init", "d" * 100000)
    yield words("init below a file", "init", "two/x")
    yield words("match of 100,000 bytes", "list", "-C", "two", "--match", "e" * 100000, codes={0})
    yield words("match that is no UTF-8", "list", "-C", "two", "--match", b"\xff", codes={0, 2})
    yield words("stale", "lint", "two", "--stale", "99999999999999999999y")
    yield words("help of everything", "help", "help", "help")


def explained(attacks):
    """Corpora that are not refused, with the clause explained, where it is the only one."""
    for a in attacks:
        text = a.files.get("x.yaml", b"")
        if a.codes & {0, 3} and a.words[0] == "query" and b"\n  c:\n" in text and ".." not in a.words[4]:
            scenario = a.words[a.words.index("-a"):] if "-a" in a.words else []
            yield Attack(a.name + ", explained", ["explain", "-C", "x.yaml", "-d", a.words[4], "--json", "c"] + scenario, {0, 4} & (a.codes | {0}), a.files)
    acts = b"".join(b"      - {act: establish, by: i, from: e%02d, until: {event: e%02d, plus: %dd}, terms: {t: %d}, summary: C.}\n" % (i % 6, i % 6, i, i) for i in range(60))
    many = b"events:\n" + b"".join(b"  e%02d: {title: E}\n" % i for i in range(6))
    yield Attack("many offsets, explained", ["explain", "-C", "x.yaml", "-d", "2027-01-01", "c"], ANY, {"x.yaml": clause(acts, many)})


def receipts(two):
    def receipt(name, data, codes=frozenset({2})):
        return Attack("receipt: " + name, ["explain", "-C", "two", "--replay", "r.json"], codes, {"r.json": data, "two": two})

    yield receipt("nothing", b"")
    yield receipt("zeros", b"\0" * 1000)
    yield receipt("200,000 brackets", b"[" * 200000)
    yield receipt("200,000 objects", b'{"a":' * 200000)
    yield receipt("not an object", b"[]")
    yield receipt("no explanation", b'{"schema":"pact.receipt/1","version":"1"}')
    yield receipt("an explanation that is none", b'{"schema":"pact.receipt/1","version":"1","explanation":7}')
    yield receipt("only schemas", b'{"schema":"pact.receipt/1","version":"1","explanation":{"schema":"pact.explain/1"}}')
    full = b'{"schema":"pact.receipt/1","version":%s,"explanation":{"schema":"pact.explain/1","corpus":{"digest":%s},"query":%s,"results":%s}}'
    answer = b'[{"answer":{"agreement":"beta","clause":"fee"}}]'
    query = b'{"date":"2025-01-01","known":"2025-01-01"}'
    yield receipt("an answer without its parts", full % (b'"1"', b'"sha256:0"', query, answer), {1})
    yield receipt("results that are none", full % (b'"1"', b'"x"', query, b"7"))
    yield receipt("a clause that is not there", full % (b'"1"', b'"x"', query, answer.replace(b"fee", b"fie")))
    yield receipt("a question of all of time", full % (b'"1"', b'"x"', b'{"date":{"from":"0001-01-01","through":"9999-12-31"},"known":"2025-01-01"}', answer))
    yield receipt("a question with other keys", full % (b'"1"', b'"x"', b'{"dote":1}', answer))
    yield receipt("a question without a day", full % (b'"1"', b'"x"', b"{}", answer))
    yield receipt("control characters", full % (b'"\\u001b[2J"', b'"\\u0007"', query, answer.replace(b"}}", b',"terms":{"\\u001b]0;x":"\\u001b[2J"}}}')), {1})
    yield receipt("100,000 results", full % (b'"1"', b'"x"', query, b"[" + answer[1:-1] + b",1" * 100000 + b"]"), {1})


def everything(acme, two):
    corpora = [attack for group in (nesting(), events(), histories()) for attack in group]
    return corpora + [attack for group in (scalars(), bombs(), encodings(), shapes(), damaged_text(acme), explained(corpora), receipts(two), paths(),
                                           batches(two), command_lines(two), joint_lists()) for attack in group]

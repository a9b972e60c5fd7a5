#!/usr/bin/env python3
"""What pact costs, as ratios to the thing itself: run.py [--pact PACT] [--sizes 60,10000,100000,1000000] [--rounds 15] [--folder F]

Generates corpora, and measures in turn, on the same data in the same rounds: pact; the process that does nothing; the
bare libyaml loop; sqlite3 on a bitemporal table with its index; jq, PyYAML and DuckDB where they are found. Instructions
come from valgrind, where it is found, and repeat to a thousandth; times do not, so only their ratios are printed. The
folder (default: a temporary one, removed afterwards) keeps corpora and tables for the next run."""

import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DATE, KNOWN = "2022-06-01", "2021-06-01"
lines = []


def sh(words, **more):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **more).stdout


def note(goal, value, bound=None, unit=""):
    good = "" if bound is None else "yes" if value <= bound else "NO"
    number = "%.3f" % value if value < 10 else "%.0f" % value
    lines.append((goal, number + unit, "" if bound is None else "%g%s" % (bound, unit), good))
    print("%-86s %12s  %10s  %s" % (goal, number + unit, "" if bound is None else "<= %g%s" % (bound, unit), good), flush=True)


def bytes_of(command):
    """How long what a command line prints is."""
    return int(sh(["sh", "-c", command + " | wc -c"]))


def is_linked_whole(program):
    """Without shared libraries: its first page does not name what would load them."""
    with open(program, "rb") as file:
        return b"/ld-linux" not in file.read(4096)


def build(work, pact):
    """`floor` loads libc and libyaml; `alike` is the same source linked as pact is."""
    programs = {}
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "yaml-0.1"], stdout=subprocess.PIPE, text=True).stdout.split() or ["-lyaml"]
    for name in ("generate", "floor", "yaml_loop", "race"):
        programs[name] = os.path.join(work, name)
        sh([os.environ.get("CC", "cc"), "-O2", "-o", programs[name], os.path.join(HERE, name + ".c")] + flags)
    programs["alike"] = programs["floor"]
    if is_linked_whole(pact):
        programs["alike"] = os.path.join(work, "alike")
        sh([os.environ.get("CC", "cc"), "-O2", "-static", "-o", programs["alike"], os.path.join(HERE, "floor.c")] + flags)
    return programs


class Bench:
    def __init__(self, pact, work, programs, rounds):
        self.pact, self.work, self.programs, self.rounds = pact, work, programs, rounds
        self.valgrind = shutil.which("valgrind")

    def path(self, name):
        return os.path.join(self.work, name)

    def race(self, *commands, rounds=None):
        """[(microseconds, ratio to the first, peak KiB, exit code, KiB of the cold file that were read)]"""
        out = sh([self.programs["race"], str(rounds or self.rounds)] + list(commands))
        return [tuple(float(x) for x in line.split()) for line in out.splitlines()]

    def instructions(self, command, stdin=subprocess.DEVNULL):
        """Of a command line, or of its words; None without valgrind."""
        if not self.valgrind:
            return None
        words = [self.valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null"] + (command.split() if isinstance(command, str) else command)
        err = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=stdin, text=True).stderr
        counted = re.search(r"Collected : (\d+)", err)
        return int(counted.group(1)) if counted else None

    def corpus(self, clauses):
        folder, table = self.path("c%d" % clauses), self.path("t%d.tsv" % clauses)
        if not os.path.exists(table):
            shutil.rmtree(folder, ignore_errors=True)
            sh([self.programs["generate"], str(clauses), str(2 if clauses < 1000 else 64), folder, table])
        return folder, table

    def over_all(self):
        """A file of the one check that every clause is in force, which they are."""
        path = self.path("all.checks.yaml")
        with open(path, "w") as file:
            file.write("pact-checks: 1\nchecks: [{assert: 'all *', date: %s}]\n" % DATE)
        return path

    def database(self, clauses, table):
        path = self.path("d%d.sqlite" % clauses)
        if shutil.which("sqlite3") and not os.path.exists(path):
            sh(["sqlite3", path], input="create table r(topic text, agreement text, clause text, valid_from text, valid_to text, known_from text, known_to text, terms text);\n"
               ".mode tabs\n.import %s r\ncreate index i on r(topic, valid_from, valid_to);\nanalyze;\n" % table)
        return path if os.path.exists(path) else None


def small(b):
    folder, _ = b.corpus(60)
    files = " ".join(sorted(glob.glob(folder + "/*")))
    loop, floor = "%s %s" % (b.programs["yaml_loop"], files), b.programs["floor"]
    cached = "%s query -C %s -d %s -k %s supplier-000000/project-000000" % (b.pact, folder, DATE, KNOWN)
    ask = cached + " --no-cache"
    r = b.race(loop, floor, ask)
    note("60 clauses from YAML, whole process, of the libyaml loop", r[2][1], 1.25)
    image = b.path("i60.pact")
    sh([b.pact, "compile", "-o", image, folder])
    ask_image = cached.replace(folder, image)
    time.sleep(2.1)  # what was changed within two seconds is not kept
    r = b.race(b.programs["alike"], floor, ask_image, cached, b.pact + " --version")
    note("60 clauses compiled, one topic as text, of a process that does nothing, linked alike", r[2][1])
    note("60 clauses from the cache, one topic as text, of that", r[3][1], 1.3)
    note("  pact --version, of that", r[4][1])
    note("60 clauses compiled, one topic as text, of the floor: one that loads libc and libyaml", r[2][0] / r[1][0])
    note("60 clauses from the cache, one topic as text, of the floor", r[3][0] / r[1][0], 1.3)
    if b.valgrind:
        base = b.instructions(loop)
        note("60 clauses from YAML, instructions, of the libyaml loop", b.instructions(ask) / base, 1.2)
        note("60 clauses compiled, instructions", b.instructions(ask_image) / 1000, None, " k")
        b.instructions(cached)  # under valgrind it is another program to the cache
        note("60 clauses from the cache, instructions", b.instructions(cached) / 1000, 300, " k")
        note("  the floor, instructions", b.instructions(floor) / 1000, None, " k")
        note("  what does nothing and is linked alike, instructions", b.instructions(b.programs["alike"]) / 1000, None, " k")
    return floor


def load(b, clauses):
    folder, table = b.corpus(clauses)
    files = " ".join(sorted(glob.glob(folder + "/*")))
    name = "%s clauses: " % format(clauses, ",")
    rounds = b.rounds if clauses <= 10000 else max(3, b.rounds // 5) if clauses <= 100000 else 1
    loop = "%s %s" % (b.programs["yaml_loop"], files)
    ask = "%s query --no-cache -C %s -d %s supplier-000000/project-000000" % (b.pact, folder, DATE)
    compile_ = "%s compile --fresh -o %s %s" % (b.pact, b.path("x.pact"), folder)
    r = b.race(loop, ask, compile_, rounds=rounds)
    note(name + "load, of the libyaml loop", r[1][1], 1.25)
    note(name + "compile, of the libyaml loop", r[2][1], 1.35)
    plain = b.path("plain.pact")
    sh([b.pact, "compile", "--plain", "-o", plain, folder])
    note(name + "peak memory of a load, bytes a clause", r[1][2] * 1024 / clauses)
    note(name + "the same beyond the image that it makes", (r[1][2] * 1024 - os.path.getsize(plain)) / clauses, 600)
    os.remove(plain)
    if b.valgrind and clauses <= 10000:
        note(name + "load, instructions, of the libyaml loop", b.instructions(ask) / b.instructions(loop), 1.15)
    image = b.path("i%d.pact" % clauses)
    shutil.move(b.path("x.pact"), image)
    size = sum(os.path.getsize(f) for f in files.split())
    note(name + "size of the image, of the YAML", os.path.getsize(image) / size, 0.35)
    return folder, table, image


def ask(b, clauses, image, database, floor, before):
    name = "%s clauses: " % format(clauses, ",")
    topics = ["project-%06d" % (clauses // 40 * k // 21) for k in range(1, 21)]  # no two say as much
    topic = topics[6]
    points = ["%s query -C %s -d %s -k %s --json %s" % (b.pact, image, DATE, KNOWN, t) for t in topics]
    point = points[6]
    single = "%s query -C %s -d %s -k %s supplier-%s/%s.access" % (b.pact, image, DATE, KNOWN, topic[8:], topic)
    selects = ["select agreement, clause, valid_from, terms from r where topic='%s' and valid_from<='%s' and valid_to>'%s' and known_from<='%s' and known_to>'%s';\n"
               % (t, DATE, DATE, KNOWN, KNOWN) for t in topics]
    script = b.path("point.sql")
    with open(script, "w") as file:
        file.write(selects[6])
    sql = "sqlite3 -json %s <%s" % (database, script)
    r = b.race(floor, point, single, b.programs["alike"], *([sql] if database else []))
    note(name + "one topic as JSON, compiled, of the floor", r[1][1], 1.2)
    note(name + "one clause as text, compiled, of the floor", r[2][1], 1.2)
    note(name + "  one topic, of a process that does nothing, linked alike", r[1][0] / r[3][0])
    note(name + "  one clause, of that", r[2][0] / r[3][0])
    note(name + "peak memory of it, MiB over the floor", (r[1][2] - r[0][2]) / 1024, 4)
    if database:
        note(name + "one topic, of sqlite3", r[1][0] / r[4][0], 0.40)
        r = b.race("%s @%s" % (sql, database), "%s @%s" % (point, image))
        note(name + "one topic with a cold page cache, of sqlite3", r[1][1], 0.75)
        note(name + "  read then, read-ahead included", r[1][4], 256, " KiB")
        note(name + "  by sqlite3", r[0][4], None, " KiB")
    if b.valgrind:
        count = sum(b.instructions(p) for p in points) / len(points)
        note(name + "one topic, instructions", count / 1000, None, " k")
        note(name + "one clause as text, instructions", b.instructions(single) / 1000, None, " k")
        if database:
            theirs = sum(b.instructions(["sqlite3", "-json", database, select]) for select in selects) / len(selects)
            note(name + "one topic, instructions, of sqlite3", count / theirs, 0.12)
        if before:
            note(name + "one topic, instructions, of those at 10,000", count / before, 1.05)
        before = before or count
    return before


def whole(b, clauses, image, database):
    name = "%s clauses: " % format(clauses, ",")
    rounds = b.rounds if clauses <= 10000 else 3
    every = "%s query -C %s -d %s -k %s --json" % (b.pact, image, DATE, KNOWN)
    some = "%s query -C %s -d %s -k %s -q" % (b.pact, image, DATE, KNOWN)
    none = "%s query -C %s -d 1990-01-01 -q" % (b.pact, image)
    assertion = "%s check -q -C %s --file %s" % (b.pact, image, b.over_all())
    if not database:
        return
    where = "where valid_from<='%s' and valid_to>'%s' and known_from<='%s' and known_to>'%s'" % (DATE, DATE, KNOWN, KNOWN)
    columns = "agreement, clause, valid_from, terms"
    for script, what, more in (("all", columns, ""), ("topic", columns, " and topic='liability'"), ("count", "count(*)", "")):
        with open(b.path(script + ".sql"), "w") as file:
            file.write("select %s from r %s%s;\n" % (what, where, more))
    theirs = "sqlite3 -json %s <%s" % (database, b.path("all.sql"))
    r = b.race(theirs, every, "sqlite3 %s <%s" % (database, b.path("count.sql")), some, none, assertion, rounds=rounds)
    note(name + "whole corpus as JSON, of sqlite3 -json", r[1][1], 0.05)
    note(name + "  the same for each byte of the answer (pact's rows have provenance)", r[1][1] * bytes_of(theirs) / bytes_of(every))
    note(name + "  its peak memory, MiB", r[1][2] / 1024)
    bound = 0.02 if clauses > 10000 else None  # below, that is what a process takes which does nothing
    note(name + "does anything apply, over all, of sqlite3's count", r[3][0] / r[2][0], bound)
    note(name + "the same where nothing does", r[4][0] / r[2][0], bound)
    note(name + "an assertion over all, of sqlite3's count", r[5][0] / r[2][0], bound)
    t = b.race("sqlite3 -json %s <%s" % (database, b.path("topic.sql")), every + " liability", rounds=rounds)
    note(name + "a topic of every fourth agreement as JSON, of sqlite3 -json", t[1][1])
    note(name + "  its peak memory, MiB", t[1][2] / 1024)
    questions = b.path("questions.jsonl")
    n = 100000
    with open(questions, "w") as file:
        for i in range(n):
            a = i * 7919 % (clauses // 40)
            file.write('{"date": "%s", "known": "%s", "select": ["supplier-%06d/project-%06d"]}\n' % (DATE, KNOWN, a, a))
    r = b.race("%s batch -C %s <%s" % (b.pact, image, questions), rounds=3)
    import sqlite3
    db = sqlite3.connect(database)
    asks = [("project-%06d" % (i * 7919 % (clauses // 40)), DATE, DATE, KNOWN, KNOWN) for i in range(n)]
    begin = time.perf_counter()
    for one in asks:
        db.execute("select agreement, clause, valid_from, terms from r where topic=? and valid_from<=? and valid_to>? and known_from<=? and known_to>?", one).fetchall()
    note(name + "batch, of a prepared sqlite statement (10 answers a question, as JSON)", r[0][0] / 1e6 / (time.perf_counter() - begin), 0.1)
    note(name + "  its peak memory, MiB", r[0][2] / 1024)


def others(b, clauses, folder, image):
    """What people use otherwise, once each: they are far away."""
    name = "%s clauses: " % format(clauses, ",")
    point = "%s query -C %s -d %s --json project-000001" % (b.pact, image, DATE)
    if shutil.which("jq"):
        with open(b.path("all.json"), "w") as file:
            subprocess.run([b.pact, "query", "-C", image, "-d", DATE, "--json"], stdout=file)
        script = b.path("topic.jq")
        with open(script, "w") as file:
            file.write('.results[]|select(.clause|startswith("project-000001."))\n')
        r = b.race(point, "jq -f %s %s" % (script, b.path("all.json")), rounds=3)
        note(name + "one topic, of jq on the answer of the whole corpus", 1 / r[1][1])
    python = next((p for p in ("/usr/bin/python3", sys.executable) if subprocess.run([p, "-c", "import yaml; yaml.CSafeLoader"], stderr=subprocess.DEVNULL).returncode == 0), None)
    if python:
        script = b.path("load.py")
        with open(script, "w") as file:
            file.write("import yaml,glob,sys\nfor f in glob.glob(sys.argv[1]+'/*'):\n  list(yaml.load_all(open(f), yaml.CSafeLoader))\n")
        r = b.race("%s query --no-cache -C %s -d %s project-000001" % (b.pact, folder, DATE), "%s %s %s" % (python, script, folder), rounds=3)
        note(name + "load and ask, of loading with PyYAML's C loader", 1 / r[1][1])
    if shutil.which("duckdb"):
        r = b.race(point, "duckdb -c select(1)", rounds=3)
        note(name + "one topic, of a duckdb process that does nothing", 1 / r[1][1])


def rebuild(b, clauses):
    """One of 64 files is edited; each round compiles over the image of before, and all of it."""
    folder, _ = b.corpus(clauses)
    old, new = b.path("old.pact"), b.path("new.pact")
    sh([b.pact, "compile", "-o", old, folder])
    edited = sorted(glob.glob(folder + "/*"))[20]
    with open(edited) as file:
        text = file.read()
    try:
        with open(edited, "w") as file:
            file.write(text.replace("title: ", "title: New ", 1))
        script = b.path("over.sh")
        with open(script, "w") as file:
            file.write("cp %s %s; test $1 = none || exec %s compile $2 -o %s --threads 1 %s\n" % (old, new, b.pact, new, folder))
        fresh, over, none = [x[0] for x in b.race("sh %s all --fresh" % script, "sh %s all" % script, "sh %s none" % script, rounds=5 if clauses <= 10000 else 3)]
        note("%s clauses: compile after editing one of 64 files, of a fresh one, both on one thread" % format(clauses, ","), (over - none) / (fresh - none), 0.10)
    finally:
        with open(edited, "w") as file:
            file.write(text)


def threads(b, clauses):
    folder, _ = b.corpus(clauses)
    command = "%s compile --fresh -o %s --threads %%d %s" % (b.pact, b.path("x.pact"), folder)
    if subprocess.run((command % 1).split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        return
    r = b.race(command % 1, command % 2, rounds=5)
    note("%s clauses: compile with two threads, of one" % format(clauses, ","), r[1][1], 0.62)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--pact", default="build/pact")
    a.add_argument("--sizes", default="60,10000,100000,1000000")
    a.add_argument("--rounds", type=int, default=15)
    a.add_argument("--folder")
    a.add_argument("--no-instructions", action="store_true")
    o = a.parse_args()
    work = os.path.abspath(o.folder or tempfile.mkdtemp(prefix="pact-bench-"))
    os.makedirs(work, exist_ok=True)
    os.environ["XDG_CACHE_HOME"] = os.path.join(work, "cache")
    b = Bench(os.path.abspath(o.pact), work, build(work, o.pact), o.rounds)
    if o.no_instructions:
        b.valgrind = None
    try:
        floor, before = small(b), None
        for clauses in [int(s) for s in o.sizes.split(",") if int(s) > 1000]:
            folder, table, image = load(b, clauses)
            database = b.database(clauses, table)
            before = ask(b, clauses, image, database, floor, before)
            whole(b, clauses, image, database)
            if clauses == 10000:
                others(b, clauses, folder, image)
            rebuild(b, clauses)
            if clauses <= 100000:
                threads(b, clauses)
    finally:
        if not o.folder:
            shutil.rmtree(work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

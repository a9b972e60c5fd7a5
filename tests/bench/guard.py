#!/usr/bin/env python3
"""Instructions as a guard against regressions: guard.py PACT WORK

Instructions repeat to a thousandth whatever else the machine does, so this runs among the tests. The bounds leave room
for other compilers and libraries, of a question nearly twice what was measured: what they catch is a question that reads more than it
needs, or a second pass over what is loaded. Exit 77, with the reason, where valgrind or a compiler is missing or does
not work. Ends with `N passed, M failed`."""

import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True

import run


def skip(why):
    print("skipped: " + why)
    return 77


def main(argv):
    if len(argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    compiler = os.environ.get("CC", "cc")
    for tool in ("valgrind", compiler):
        if not shutil.which(tool):
            return skip("%s is not installed" % tool)
    work = os.path.abspath(argv[2])
    os.makedirs(work, exist_ok=True)
    b = run.Bench(os.path.abspath(argv[1]), work, run.build(work, argv[1]), 1)
    if b.instructions(b.programs["floor"]) is None or b.instructions(b.pact + " --version") is None:
        return skip("valgrind does not count here, or cannot read what the compiler says for debuggers")
    failed = held = 0
    counts, quiet, nothing, over_all, peaks = {}, {}, {}, {}, {}

    def hold(what, value, bound):
        nonlocal failed, held
        held += 1
        good = value <= bound
        failed += not good
        print("%s %s: %.3f, at most %g" % ("ok" if good else "FAILED", what, value, bound))

    for clauses in (16000, 32000):  # answered on several threads, and more than is kept of them
        folder, _ = b.corpus(clauses)
        image = b.path("i%d.pact" % clauses)
        subprocess.run([b.pact, "compile", "-o", image, folder], check=True, stderr=subprocess.DEVNULL)
        peaks[clauses] = b.race("%s query -C %s -d 2022-06-01 --json" % (b.pact, image))[0][2]
    hold("peak memory of the whole answer on several threads, of one twice as large", peaks[32000] / peaks[16000], 1.3)
    for clauses in (1000, 4000):
        folder, _ = b.corpus(clauses)
        image = b.path("i%d.pact" % clauses)
        subprocess.run([b.pact, "compile", "-o", image, folder], check=True, stderr=subprocess.DEVNULL)
        counts[clauses] = b.instructions("%s query -C %s -d 2022-06-01 --json project-000009" % (b.pact, image))
        quiet[clauses] = b.instructions("%s query -C %s -d 2022-06-01 -q" % (b.pact, image))
        nothing[clauses] = b.instructions("%s query -C %s -d 1990-01-01 -q" % (b.pact, image))
        over_all[clauses] = b.instructions("%s check -q -C %s --file %s" % (b.pact, image, b.over_all()))
        peaks[clauses] = b.race("%s query -C %s -d 2022-06-01 --json" % (b.pact, image))[0][2]
    whole = b.instructions("%s query -C %s -d 2022-06-01 --json" % (b.pact, b.path("i4000.pact")))
    questions = b.path("questions.jsonl")
    with open(questions, "w") as file:
        for i in range(2000):
            file.write('{"date": "2022-06-%02d", "known": "2021-06-01", "select": ["supplier-%06d/project-%06d"]}\n' % (i % 30 + 1, i % 100, i % 100))
    with open(questions) as file:
        many = b.instructions("%s batch -C %s" % (b.pact, b.path("i4000.pact")), file)
    hold("one topic of a compiled corpus, thousands of instructions", counts[1000] / 1000, 480)
    hold("the whole of one, thousands of instructions a clause", whole / 4000 / 1000, 25)
    hold("a question of a batch, thousands of instructions", many / 2000 / 1000, 58)
    hold("the same of a corpus four times as large", counts[4000] / counts[1000], 1.3)
    hold("does anything apply, of a corpus four times as large", quiet[4000] / quiet[1000], 1.3)
    hold("an assertion over all, instructions for each clause more", (over_all[4000] - over_all[1000]) / 3000, 60)
    hold("the same where nothing applies", (nothing[4000] - nothing[1000]) / 3000, 50)
    hold("peak memory of the whole answer, bytes for each clause more, all of which are kept", (peaks[4000] - peaks[1000]) * 1024 / 3000, 1200)
    folder, _ = b.corpus(1000)
    files = " ".join(sorted(os.path.join(folder, name) for name in os.listdir(folder)))
    loop = b.instructions("%s %s" % (b.programs["yaml_loop"], files))
    load = b.instructions("%s query --no-cache -C %s -d 2022-06-01 project-000009" % (b.pact, folder))
    hold("loading YAML, of the bare libyaml loop", load / loop, 1.4)
    compiled = b.instructions("%s compile --threads 1 -o %s %s" % (b.pact, b.path("guard.pact"), folder))
    hold("compiling it, of the bare libyaml loop", compiled / loop, 1.6)
    print("%d passed, %d failed" % (held - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

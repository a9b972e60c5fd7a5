#!/usr/bin/env python3
"""One folder for each diagnostic of the loader: run.py [--update] PACT

Each folder of tests/corpus/invalid is linted. Its name is a code that must be among the findings, and `expected` lists
all findings in their order, a line for each: FILE:LINE:COLUMN SEVERITY CODE: MESSAGE (HINT) [SECOND PLACE]. A file `limits` holds limits to set,
`stale` the age of reaffirmations to warn of. Errors give the exit code 4, warnings alone 0, and 1 under --strict.
--update writes what is found; where there is no `expected`, the code alone is looked for, and a line says so. Ends with `N passed, M failed`."""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
INVALID = os.path.join(HERE, "invalid")


def options(folder):
    words = []
    for name, option in (("limits", "--limit"), ("stale", "--stale")):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                words += [w for value in file.read().split() for w in (option, value)]
    return words


def lint(pact, folder, *more):
    """(exit code, findings) of a folder, with paths from there."""
    done = subprocess.run([pact, "lint", "--json", "--limit", "diagnostics=100000"] + options(folder) + list(more) + ["."],
                          cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    document = json.loads(done.stdout)
    if document["schema"] != "pact.lint/1":
        raise ValueError(document["message"])
    return done.returncode, document


def line_of(finding):
    place = [finding["file"] or "-"] + [str(finding[k]) for k in ("line", "column") if finding[k] is not None]
    line = "%s %s %s: %s" % (":".join(place).removeprefix("./"), finding["severity"], finding["code"], finding["message"])
    line += " (%s)" % finding["hint"] if finding["hint"] else ""
    other = finding["other"]
    return line + (" [%s:%s:%s %s]" % (other["file"], other["line"], other["column"], other["note"]) if other else "")


def check(pact, name, update):
    """What is wrong with a folder; empty if nothing is."""
    folder = os.path.join(INVALID, name)
    path = os.path.join(folder, "expected")
    code, document = lint(pact, folder)
    strict, _ = lint(pact, folder, "--strict")
    found = [line_of(f) for f in document["results"]]
    wrong = []
    if name not in [f["code"] for f in document["results"]]:
        wrong.append("no finding [%s] among %d" % (name, len(found)))
    errors = sum(f["severity"] == "error" for f in document["results"])
    if (code, strict) != ((4, 4) if errors else (0, 1)):
        wrong.append("exit %d, and %d under --strict, with %d errors of %d findings" % (code, strict, errors, len(found)))
    if (document["errors"], document["warnings"]) != (errors, len(found) - errors):
        wrong.append("counts %d and %d" % (document["errors"], document["warnings"]))
    if update and not wrong:
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in found))
    if not os.path.exists(path):
        return "\n  ".join(wrong)
    with open(path, encoding="utf-8") as file:
        expected = file.read().splitlines()
    wrong += ["missing:    " + line for line in expected if line not in found]
    wrong += ["unexpected: " + line for line in found if line not in expected]
    if not wrong and expected != found:
        wrong.append("not in this order: " + "; ".join(found))
    return "\n  ".join(wrong)


def main(argv):
    update = "--update" in argv
    argv = [a for a in argv if a != "--update"]
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    pact = os.path.abspath(argv[1])
    passed = failed = 0
    names = sorted(os.listdir(INVALID))
    for name in names:
        try:
            wrong = check(pact, name, update)
        except (ValueError, OSError, subprocess.TimeoutExpired) as error:
            wrong = str(error)
        passed, failed = passed + (not wrong), failed + bool(wrong)
        if wrong:
            print("FAILED %s:\n  %s" % (name, wrong))
    bare = sum(not os.path.exists(os.path.join(INVALID, name, "expected")) for name in names)
    if bare > 0:
        print("%d of %d folders have no file `expected`" % (bare, len(names)))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

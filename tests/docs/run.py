#!/usr/bin/env python3
"""Runs the examples of the documentation: every fenced block marked `console`, and tables that a command prints.

    run.py [--update] PACT FILE.md...

In a block, a line that begins with "$ " is a command, lines below it are what it must print (both streams). A block is one
shell session with `pact` in the path, in a scratch folder that is kept from block to block of a file, so that a guide can go on
where it was; in it stands a copy of the folder `data`. A line that is just "…" stands for any lines.
What stands between a comment "<!-- printed by: COMMAND" (up to a line "-->") and "<!-- end -->" must be what the command
prints, to the byte.
Ends with `N passed, M failed`.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data")
MARK = "\x01end\x01"


def blocks(text):
    """(start, end, lines) of each console block, as line numbers of its inside."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines):
        if start is None and re.fullmatch(r"```console\s*", line):
            start = number + 1
        elif start is not None and line.startswith("```"):
            yield start, number, lines[start:number]
            start = None


def tables(text):
    """(start, end, command) of each part that a command prints, as line numbers of its inside."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("<!-- printed by: "):
            head = lines.index("-->", number)
            yield head + 1, lines.index("<!-- end -->", head), "\n".join([line[len("<!-- printed by: "):], *lines[number + 1 : head]])


def commands(lines):
    """[(command lines, expected lines)]; a command goes on while its line ends with a backslash, or with "> " lines."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1][0].append(line[2:])
        elif found:
            found[-1][1].append(line)
    return found


def run(session, pact, folder):
    """What each command of a block printed."""
    script = "\n".join("\n".join(command) + f"\nprintf '{MARK}\\n'" for command, _ in session)
    env = {
        "PATH": os.path.dirname(pact) + ":" + os.environ.get("PATH", ""),
        "LC_ALL": "C", "TZ": "UTC0", "NO_COLOR": "1", "COLUMNS": "80", "PACT_TODAY": "2026-11-22", "HOME": folder,
    }
    env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    done = subprocess.run(["sh"], input=script.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, env=env, timeout=120)
    parts = done.stdout.decode().split(MARK + "\n")
    return [part.split("\n")[:-1] if part.endswith("\n") else part.split("\n") if part else [] for part in parts[: len(session)]]


def agrees(expected, got):
    pattern = "\n".join("(.*\n)*?.*" if line == "…" else re.escape(line.rstrip()) for line in expected)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in got)) is not None


def check(path, pact, update):
    passed, failed = 0, 0
    text = open(path, encoding="utf-8").read()
    lines = text.split("\n")
    shift = 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(DATA, os.path.join(folder, "data"))
        for start, end, inside in list(blocks(text)):
            session = commands(inside)
            got = run(session, pact, folder)
            fresh = []
            for (command, expected), printed in zip(session, got):
                while expected and expected[-1] == "" and not update:
                    expected.pop()
                while printed and printed[-1] == "":
                    printed.pop()
                ok = agrees(expected, printed)
                passed, failed = passed + ok, failed + (not ok)
                if not ok and not update:
                    print(f"{path}:{start + 1}: $ {' '.join(command)}\n--- expected\n" + "\n".join(expected) + "\n--- printed\n" + "\n".join(printed))
                fresh += ["$ " + command[0]] + ["> " + more for more in command[1:]] + (expected if ok else printed)
            if update and fresh != inside:
                lines[start + shift : end + shift] = fresh
                shift += len(fresh) - (end - start)
        text = "\n".join(lines)
        for start, end, command in reversed(list(tables(text))):
            (printed,) = run([([command], [])], pact, folder)
            ok = printed == lines[start:end]
            passed, failed = passed + ok, failed + (not ok)
            if update:
                lines[start:end] = printed
            elif not ok:
                print(f"{path}:{start + 1}: the table is not what this prints: {command}\n" + "\n".join(printed))
    if update:
        open(path, "w", encoding="utf-8").write("\n".join(lines))
    return passed, failed


def main():
    args = sys.argv[1:]
    update = args[:1] == ["--update"]
    args = args[update:]
    pact = os.path.abspath(args[0])
    results = [check(path, pact, update) for path in args[1:]]
    passed, failed = (sum(column) for column in zip(*results))
    if passed + failed == 0:
        print("no examples found")
        return 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Bad and hostile inputs: run.py PACT [WORD]   (only those with WORD in their name)

Whatever comes in: never a signal, no blow-up (more than PACT_TEST_SECONDS of processor time, 30 unless it is set: far
above what any input costs, as machines differ), an exit code that is right, a message where it failed, with line and
column where there are such, and no control character on standard error, nor in an answer. Ends with `N passed, M failed`."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import inputs

HERE = os.path.dirname(os.path.abspath(__file__))
VALID = os.path.join(os.path.dirname(HERE), "corpus", "valid")
SECONDS = float(os.environ.get("PACT_TEST_SECONDS", "30"))
PLACE = re.compile(rb"^[^\n]*:\d+:\d+: error\[", re.M)
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
CONTROL_IN_JSON = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")


def read(*names):
    with open(os.path.join(VALID, *names), "rb") as file:
        return file.read()


def run(pact, attack):
    """(exit code, output, errors, seconds of processor time); a code of None: it did not end."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PACT_CORPUS", "PACT_TODAY", "COLUMNS")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run([pact] + attack.words, input=attack.stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=environment, timeout=10 * SECONDS)
    except subprocess.TimeoutExpired:
        return None, b"", b"", 0.0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.returncode, done.stdout, done.stderr, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def is_json(text):
    try:
        for line in text.decode().split("\n")[:-1] if text.count(b"\n") > 1 else [text.decode()]:
            json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def why_wrong(attack, code, out, err, seconds):
    if code is None:
        return "it did not end"
    if code < 0 or code > 4:
        return "it ended by signal %d" % -code if code < 0 else "exit %d\n%s" % (code, err[-2000:].decode(errors="replace"))
    if code not in attack.codes:
        return "exit %d, expected %s: %s" % (code, sorted(attack.codes), (err or out)[:300].decode(errors="replace"))
    if seconds > SECONDS:
        return "%.2f seconds" % seconds
    if code in (2, 4) and b"error[" not in err and (attack.words[0] not in ("batch", "lint", "check") or not out):
        return "no message: %r" % err[:200]
    if code == 4 and attack.place and not PLACE.search(err):
        return "no line and column: " + err[:300].decode(errors="replace")
    if CONTROL.search(err):
        return "a control character on standard error: %r" % err[max(0, CONTROL.search(err).start() - 40):][:120]
    in_json = "--json" in attack.words or attack.words[0] == "batch"
    control = (CONTROL_IN_JSON if in_json else CONTROL).search(out)
    if control and not attack.raw:
        return "a control character in the answer: %r" % out[max(0, control.start() - 40):][:120]
    if in_json and out and not is_json(out):
        return "no JSON: %r" % out[:200]
    return ""


def main(argv):
    if len(argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    pact = os.path.abspath(argv[1])
    acme = b"---\n".join(read("acme", name) for name in ("agreement.yaml", "clauses.yaml", "amendment-1.yaml"))
    passed = failed = 0
    home = tempfile.mkdtemp()
    os.chdir(home)
    try:
        for number, attack in enumerate(inputs.everything(acme, read("two", "two.yaml"))):
            if len(argv) == 3 and argv[2] not in attack.name:
                continue
            folder = os.path.join(home, str(number))
            os.mkdir(folder)
            os.chdir(folder)
            for name, data in attack.files.items():
                with open(name, "wb") as file:
                    file.write(data)
            if attack.make is not None:
                attack.make()
            wrong = why_wrong(attack, *run(pact, attack))
            os.chdir(home)
            shutil.rmtree(folder)
            if wrong:
                failed += 1
                print("FAILED %s: %s" % (attack.name, wrong[:1500]))
            else:
                passed += 1
    finally:
        os.chdir("/")
        shutil.rmtree(home, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

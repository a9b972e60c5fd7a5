"""Outside readers of the reports of `lint` and `check`.

read(form, text) gives what another program would make of a report in `tap`, `junit`, `github` or `sarif`: an Outcome
with how many items passed, failed, were in error or were shown without counting, and whether the run broke down.
Whatever such a program would refuse is a ValueError. Tools that are not installed (xmllint, prove, python3-yaml,
python3-jsonschema) are left out; what is read with Python's own library is read always."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

try:
    import yaml
except ImportError:
    yaml = None
try:
    import jsonschema
except ImportError:
    jsonschema = None

HERE = os.path.dirname(os.path.abspath(__file__))
FORMATS = ["tap", "junit", "github", "sarif"]


class Outcome:
    def __init__(self):
        self.passed = self.failed = self.errors = self.shown = 0
        self.broken = False

    def exit_is_bad(self):
        """Would the program that reads it fail?"""
        return self.broken or self.failed + self.errors > 0


def refuse(condition, what):
    if condition:
        raise ValueError(what)


def schemas(own, variable):
    """Ours, and a published one where the environment names its file."""
    return [os.path.join(HERE, own)] + [os.environ[v] for v in (variable,) if v in os.environ]


def lines_of(text):
    refuse(not text.endswith("\n"), "the last line has no end")
    return text.split("\n")[:-1]


# ---- TAP ----

TEST = re.compile(r"^(not )?ok(?: (\d+))?(?: - )?((?:[^#\\]|\\.)*?)(?: # ?(SKIP|TODO)\b(.*))?$")


def tap_block(lines, at):
    """The YAML below a test line, and the line behind it."""
    if at >= len(lines) or lines[at] != "  ---":
        return None, at
    end = at + 1
    while end < len(lines) and lines[end] != "  ...":
        refuse(lines[end] != "" and not lines[end].startswith("  "), "a line of YAML that is not indented: %r" % lines[end])
        end += 1
    refuse(end == len(lines), "YAML without an end")
    text = "".join(line[2:] + "\n" for line in lines[at + 1:end])
    block = yaml.safe_load(text) if yaml else {"message": "", "severity": ""}
    refuse(not isinstance(block, dict) or not {"message", "severity"} <= set(block), "YAML %r" % block)
    return block, end + 1


def read_tap(text):
    lines, found, plans, number = lines_of(text), Outcome(), [], 0
    refuse(lines[:1] != ["TAP version 14"], "no version")
    at = 1
    while at < len(lines):
        line = lines[at]
        at += 1
        if re.match(r"^1\.\.\d+$", line):
            plans.append(int(line[3:]))
        elif line.startswith("Bail out!"):
            found.broken = True
            refuse(at != len(lines), "lines behind the end")
        elif line.startswith("#"):
            continue
        else:
            test = TEST.match(line)
            refuse(not test, "no line of TAP: %r" % line)
            number += 1
            refuse(test.group(2) != str(number), "test %s is number %d" % (test.group(2), number))
            refuse(test.group(3).strip() == "", "a test without a name")
            block, at = tap_block(lines, at)
            bad = test.group(1) is not None
            refuse(bad != (block is not None), "YAML is below what did not pass")
            if test.group(4):
                found.shown += 1
            elif not bad:
                found.passed += 1
            elif yaml and block["severity"] == "error":
                found.errors += 1
            else:
                found.failed += 1
    refuse(plans != [number], "plans %r for %d tests" % (plans, number))
    prove(text, found)
    return found


def prove(text, found):
    """Perl's harness has the same opinion."""
    if not shutil.which("prove"):
        return
    with tempfile.NamedTemporaryFile("w", suffix=".tap", encoding="utf-8") as file:
        file.write(text.replace("TAP version 14", "TAP version 13", 1))
        file.flush()
        done = subprocess.run(["prove", "-e", "cat", file.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    refuse((done.returncode != 0) != found.exit_is_bad(), "prove ends with %d: %s" % (done.returncode, done.stdout.decode()[-300:]))
    refuse(b"Parse errors" in done.stdout, done.stdout.decode()[-300:])


# ---- JUnit ----

def count_cases(element, name, cases):
    refuse(element.get(name) != str(cases), "%s says %s %s, and has %d" % (element.tag, element.get(name), name, cases))


def read_junit(text):
    lines_of(text)
    root, found = ElementTree.fromstring(text.encode("utf-8")), Outcome()
    for schema in schemas("junit.xsd", "JUNIT_SCHEMA") if shutil.which("xmllint") else []:
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, "-"],
                              input=text.encode("utf-8"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        refuse(done.returncode != 0, done.stdout.decode()[-400:])
    for suite in [*root, root]:
        for name, tag in (("tests", None), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if suite is not root or name != "skipped":
                cases = list(suite.iter("testcase"))
                count_cases(suite, name, len([c for c in cases if tag is None or c.find(tag) is not None]))
    for case in root.iter("testcase"):
        refuse(not case.get("name") or not case.get("classname"), "a case without a name")
        kinds = [child.tag for child in case]
        found.passed += kinds == []
        found.failed += kinds == ["failure"]
        found.errors += kinds == ["error"]
        found.shown += kinds == ["skipped"]
    names = [(s.get("name")) for s in root]
    refuse(len(set(names)) != len(names), "a suite stands twice")
    found.broken = found.errors > 0
    return found


# ---- GitHub ----

COMMAND = re.compile(r"^::(error|warning|notice) ([^:]*)::(.+)$")


def unescape(text, more=""):
    refuse(re.search("%(?!25|0D|0A" + more + ")", text), "a percent sign in %r" % text)
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def read_github(text):
    *commands, summary = lines_of(text)
    found, seen = Outcome(), []
    for line in commands:
        command = COMMAND.match(line)
        refuse(not command, "no command: %r" % line)
        kind, properties, message = command.groups()
        pairs = dict(p.split("=", 1) for p in properties.split(","))
        refuse(not set(pairs) <= {"file", "line", "col", "title"}, "properties %r" % pairs)
        refuse("file" in pairs and pairs["file"].startswith("/"), "a path that is not relative")
        refuse(any(not pairs[k].isdigit() for k in ("line", "col") if k in pairs), "places %r" % pairs)
        for value in pairs.values():
            unescape(value, "|3A|2C")
        unescape(message)
        seen.append(kind)
    refuse(seen != sorted(seen), "not sorted by severity: %r" % seen)
    refuse(any(seen.count(k) > 10 for k in seen), "more than ten of a kind")
    refuse(summary.startswith("::") or not summary.startswith("pact"), "no summary: %r" % summary)
    counts = dict((word, int(n)) for n, word in re.findall(r"(\d+) (error|warning|notice|passed)", summary))
    for kind in ("error", "warning", "notice"):
        refuse(min(counts.get(kind, 0), 10) > seen.count(kind), "%d of kind %s" % (seen.count(kind), kind))
    found.failed, found.passed = counts.get("error", 0), counts.get("passed", 0)
    found.shown = counts.get("warning", 0) + counts.get("notice", 0)
    found.broken = summary.endswith("it broke down")
    return found


# ---- SARIF ----

def read_sarif(text):
    lines_of(text)
    document, found = json.loads(text), Outcome()
    for name in schemas("sarif.schema.json", "SARIF_SCHEMA"):
        if jsonschema:
            with open(name, encoding="utf-8") as file:
                schema = json.load(file)
            kind = jsonschema.validators.validator_for(schema)
            wrong = [e.message[:200] for e in kind(schema).iter_errors(document)]
            refuse(wrong, "; ".join(wrong[:3]))
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    refuse(len({r["id"] for r in rules}) != len(rules), "a rule stands twice")
    prints = [(r["ruleId"], json.dumps(r["partialFingerprints"])) for r in run["results"]]
    refuse(len(set(prints)) != len(prints), "a fingerprint stands twice")
    for result in run["results"]:
        refuse(rules[result["ruleIndex"]]["id"] != result["ruleId"], "rule %s" % result["ruleId"])
        found.failed += result["level"] == "error"
        found.shown += result["level"] != "error"
    found.broken = not run["invocations"][0]["executionSuccessful"]
    return found


def read(form, text):
    return {"tap": read_tap, "junit": read_junit, "github": read_github, "sarif": read_sarif}[form](text)

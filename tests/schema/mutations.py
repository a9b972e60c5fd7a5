#!/usr/bin/env python3
"""Does the schema refuse what the loader refuses? mutations.py [--list] PACT

Valid corpora, each changed in one place: every key of every kind of record misspelt, taken away, given twice, beside a
key that there is not, and with a value of every wrong (and some right) forms. What the loader takes, the schema takes;
what the loader refuses the schema refuses, but for the codes that all.py names, which take more than one place, or a
calendar, or a reader of YAML to see, and for the places that EXCEPTIONS names. --list prints what differs.
Ends with `N passed, M failed`."""

import collections
import copy
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import jsonschema
import yaml

import all as schemas
import corpus as corpora

# (kind of record, key, change) that a schema cannot tell from what is right: another id makes another agreement of the
# document, and what an agreement has once may stand in any of its documents.
EXCEPTIONS = {("document", "agreement", what) for what in (
    "a number", "a word", "a day", "a quoted day", "a month", "a year", "a quoted year", "no day", "a loose day", "undisclosed",
    "open")} | {("document", "title", "taken away"), ("document", "complete_through", "taken away")}

RECORDS = {"sources": "source", "instruments": "instrument", "events": "event", "clauses": "clause"}
VALUES = {
    "a list": "[1]", "an empty list": "[]", "a mapping": "{a: 1}", "an empty mapping": "{}", "a number": "17", "a fraction": "1.5",
    "a boolean": "true", "nothing": "", "an empty text": '""', "a text": "some words", "a word": "acme", "a day": "2020-01-01",
    "a quoted day": '"2020-01-01"', "a month": "2020-01", "a year": "2020", "a quoted year": '"2020"', "no day": "2020-13-01",
    "a loose day": "2020-1-1", "a window": "{between: [2020-01-01, 2020-02-01]}", "a window of one": "{between: [2020-01-01]}",
    "a bound": "{event: acme, plus: 90d}", "a bound without an event": "{plus: 90d}", "undisclosed": "undisclosed", "open": "open",
    "capitals": "ACME", "a list of texts": "[acme, globex]", "a list of lists": "[[acme]]", "a list with nothing": "[acme, ]",
    "the same twice": "[acme, acme]",
}


def scalar(text, style=None):
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


def write(node):
    """A node in braces, its plain scalars as they were."""
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style is None else json.dumps(node.value, ensure_ascii=False)
    if isinstance(node, yaml.SequenceNode):
        return "[%s]" % ", ".join(write(n) for n in node.value)
    return "{%s}" % ", ".join("%s: %s" % (write(k), write(v)) for k, v in node.value)


def quote_plain(node):
    """Between braces, plain text with their characters in it must be quoted; such text stays text."""
    for child in ([n for pair in node.value for n in pair] if isinstance(node, yaml.MappingNode)
                  else node.value if isinstance(node, yaml.SequenceNode) else []):
        quote_plain(child)
    if isinstance(node, yaml.ScalarNode) and node.style is None and any(c in node.value for c in ",[]{}:#"):
        node.style = '"'


def records(node, kind="document"):
    """(kind, mapping) of every record of a document."""
    yield kind, node
    for key, value in node.value:
        inner = value.value if isinstance(value, (yaml.MappingNode, yaml.SequenceNode)) else []
        if kind == "document" and key.value in RECORDS:
            for _, record in inner:
                yield from records(record, RECORDS[key.value])
        elif kind == "document" and key.value == "acts":
            for _, acts in inner:
                for act in acts.value:
                    yield from records(act, "act")
        elif (kind, key.value) in (("clause", "history"), ("act", "caveats")):
            for record in inner:
                yield from records(record, "act" if kind == "clause" else "caveat")


def changes(mapping):
    """(key, change, how to make it) for a mapping; each works on the mapping's list of pairs."""
    for i, (key, _) in enumerate(mapping.value):
        name = key.value
        yield name, "misspelt", lambda pairs, i=i, name=name: pairs.__setitem__(i, (scalar(name + "x"), pairs[i][1]))
        yield name, "in capitals", lambda pairs, i=i, name=name: pairs.__setitem__(i, (scalar(name.upper()), pairs[i][1]))
        yield name, "taken away", lambda pairs, i=i: pairs.pop(i)
        yield name, "given twice", lambda pairs, i=i: pairs.append(pairs[i])
        for what, text in VALUES.items():
            yield name, what, lambda pairs, i=i, text=text: pairs.__setitem__(i, (pairs[i][0], scalar(text)))
    yield "", "another key", lambda pairs: pairs.append((scalar("frob"), scalar("1")))


def streams():
    """The documents of each valid corpus, as one stream."""
    for parent in (schemas.VALID, schemas.MORE):
        for name in sorted(os.listdir(parent)):
            documents = [d for path in corpora.files(os.path.join(parent, name))
                         for d in yaml.compose_all(open(path, encoding="utf-8-sig")) if d]
            for document in documents:
                quote_plain(document)
            yield name, documents


def stream(documents):
    return "\n---\n".join(write(d) for d in documents) + "\n"


def mutants():
    """(corpus, (kind, key, change), text, text of the changed document): each change once, where it can first be made."""
    seen = set()
    for name, documents in streams():
        whole = stream(documents)
        yield name, ("", "", "as it is"), whole, whole
        for at, document in enumerate(documents):
            for n, (kind, mapping) in enumerate(records(document)):
                for key, change, make in changes(mapping):
                    if (kind, key, change) in seen:
                        continue
                    seen.add((kind, key, change))
                    mutant = copy.deepcopy(document)
                    make(list(records(mutant))[n][1].value)
                    yield name, (kind, key, change), stream(documents[:at] + [mutant] + documents[at + 1:]), stream([mutant])


def write_file(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def loader_codes(pact, path):
    done = subprocess.run([pact, "lint", "--json", path], stdout=subprocess.PIPE, timeout=60)
    results = json.loads(done.stdout)["results"]
    return {r["code"] for r in results if r["severity"] == "error"}


def schema_takes(validator, path):
    try:
        return all(validator.is_valid(d) for _, d in corpora.documents(path))
    except Exception:  # whatever Python's YAML says of it
        return False


def main(argv):
    listing = "--list" in argv
    argv = [a for a in argv if a != "--list"]
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(os.path.join(schemas.SCHEMAS, "corpus.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    unseen = schemas.OF_THE_READER | schemas.OF_THE_WHOLE
    tally = collections.Counter()
    used = set()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "mutant.yaml")
        for name, change, text, changed in mutants():
            write_file(path, text)
            codes = loader_codes(os.path.abspath(argv[1]), path)
            write_file(path, changed)
            takes = schema_takes(validator, path)
            tally["good" if not codes else "bad"] += 1
            right = takes if not codes else (not takes or codes <= unseen)
            if not right and change in EXCEPTIONS:
                used.add(change)
                right = True
            tally[right] += 1
            if not right:
                print("FAILED %s, %s: the loader says %s, the schema %s it" % (name, " ".join(change), sorted(codes) or "nothing", "takes" if takes else "refuses"))
                if listing:
                    print(text)
    for change in sorted(EXCEPTIONS - used):
        tally[False] += 1
        print("FAILED %s: an exception that is none" % " ".join(change))
    print("%d good and %d bad files" % (tally["good"], tally["bad"]))
    print("%d passed, %d failed" % (tally[True], tally[False]))
    return 1 if tally[False] or tally["bad"] < 200 or tally["good"] < 20 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

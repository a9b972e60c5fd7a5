#!/usr/bin/env python3
"""Validates corpora against their schema.

    corpus.py SCHEMA PATH...            each document keeps the schema
    corpus.py SCHEMA --refused FILE...  each document breaks it

A PATH is a YAML file or a folder of them. Scalars are taken as pact's grammar takes them: plain
true and false are booleans, plain numbers are numbers, everything else is text, dates included.
Exits 1 if a document does not do what it should, 2 if a file cannot be read as YAML."""

import os
import re
import sys

import jsonschema
import yaml

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?$")
NOTHING = {"", "~", "null", "Null", "NULL"}


def scalar(node):
    text = node.value
    if node.style is not None:
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in NOTHING:
        return None
    if NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text


def value(node):
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, child in node.value:
            if key.value in result:
                raise yaml.YAMLError("duplicate key %s%s" % (key.value, key.start_mark))
            result[key.value] = value(child)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [value(child) for child in node.value]
    return scalar(node)


def documents(path):
    with open(path, encoding="utf-8-sig") as file:
        for node in yaml.compose_all(file, Loader=yaml.SafeLoader):
            if node is not None:
                yield node.start_mark.line + 1, value(node)


def files(path):
    if not os.path.isdir(path):
        return [path]
    found = []
    for folder, _, names in os.walk(path):
        found += [os.path.join(folder, n) for n in names if n.endswith((".yaml", ".yml")) and not n.endswith((".checks.yaml", ".checks.yml"))]
    return sorted(found)


def leaf(error):
    """The error that says most: of alternatives, that of the one which came furthest."""
    while error.context:
        error = max(error.context, key=lambda e: (len(e.absolute_path), -len(e.schema_path)))
    return error


def check(validator, path):
    bad = 0
    for line, document in documents(path):
        for error in sorted(validator.iter_errors(document), key=lambda e: list(map(str, e.path))):
            at = leaf(error)
            where = ".".join(map(str, at.absolute_path)) or "(document)"
            print("%s:%d: %s: %s" % (path, line, where, at.message[:300]))
            bad += 1
    return bad


def check_refused(validator, path):
    bad = 0
    for line, document in documents(path):
        if validator.is_valid(document):
            print("%s:%d: this keeps the schema" % (path, line))
            bad += 1
    return bad


def main(argv):
    refused = "--refused" in argv
    argv = [a for a in argv if a != "--refused"]
    if len(argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(argv[1], encoding="utf-8") as file:
        schema = yaml.safe_load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    bad = 0
    for path in [f for arg in argv[2:] for f in files(arg)]:
        try:
            bad += check_refused(validator, path) if refused else check(validator, path)
        except (yaml.YAMLError, OSError) as error:
            print("%s: %s" % (path, error), file=sys.stderr)
            return 2
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

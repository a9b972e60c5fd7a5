#!/usr/bin/env python3
"""Validates answers against a schema: check.py SCHEMA FILE...   ('-': standard input)

A file is one JSON document, or JSON lines: a first line with "schema", "corpus" and "query" and a
result on each line after it make one document; lines that each have a "schema" (answers of `pact
batch`) are documents of their own. SCHEMA may be the folder of the schemas: then each document is
held against the one that its "schema" names. Duplicate keys are refused, and numbers are not
rounded on the way. Exits 1 on violations, 2 if a file cannot be read."""

import decimal
import json
import os
import sys

import jsonschema


def no_duplicates(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate keys among %s" % [k for k, _ in pairs])
    return result


def parse(text):
    return json.loads(text, object_pairs_hook=no_duplicates, parse_float=decimal.Decimal)


def documents(text):
    try:
        document = parse(text)
    except json.JSONDecodeError as error:
        if "Extra data" not in error.msg:
            raise
    else:
        if "results" not in document and "query" in document:
            document["results"] = []  # JSON lines without a result
        return [document]
    lines = [parse(line) for line in text.split("\n") if line != ""]
    if all("schema" in line for line in lines):
        return lines
    return [dict(lines[0], results=lines[1:])]


def is_number(_, instance):
    return isinstance(instance, (int, decimal.Decimal)) and not isinstance(instance, bool)


def load(path):
    if path == "-":
        return sys.stdin.buffer.read().decode("utf-8")
    with open(path, "rb") as file:
        return file.read().decode("utf-8")


ONE_SCHEMA = {"timeline": "query"}  # documents of one form


class Schemas:
    def __init__(self, path):
        self.path = path
        self.made = {}
        self.checker = jsonschema.Draft7Validator.TYPE_CHECKER.redefine("number", is_number)

    def validator(self, document):
        path = self.path
        if os.path.isdir(path):
            name = document["schema"].removeprefix("pact.").split("/")[0]
            path = os.path.join(path, ONE_SCHEMA.get(name, name) + ".schema.json")
        if path not in self.made:
            with open(path, encoding="utf-8") as file:
                schema = json.load(file)
            jsonschema.Draft7Validator.check_schema(schema)
            kind = jsonschema.validators.extend(jsonschema.Draft7Validator, type_checker=self.checker)
            self.made[path] = kind(schema)
        return self.made[path]


def main(argv):
    if len(argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    schemas = Schemas(argv[1])
    bad = 0
    for path in argv[2:]:
        try:
            for answer in documents(load(path)):
                for error in schemas.validator(answer).iter_errors(answer):
                    where = ".".join(map(str, error.absolute_path)) or "(document)"
                    print("%s: %s: %s" % (path, where, error.message[:300]))
                    bad += 1
        except (OSError, ValueError, KeyError) as error:
            print("%s: %s" % (path, error), file=sys.stderr)
            return 2
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

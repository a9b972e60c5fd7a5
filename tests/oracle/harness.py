"""What the checks against the binary share: folders of YAML, `pact batch`, JSON compared by value, parallel runs with a tally."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import tempfile
from decimal import Decimal
from typing import Any, Callable, Iterable, NamedTuple

ERROR = "pact.error/1"


class Outcome(NamedTuple):
    """Of one corpus: how many answers were right, and what to say of the others."""

    passed: int
    failures: list


def write_folder(files: dict[str, str]) -> str:
    folder = tempfile.mkdtemp(prefix="pact-oracle-")
    for path, text in files.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    return folder


def drop_folder(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)


class Refused(Exception):
    """The binary did not answer line for line."""


def batch(pact: str, folder: str, questions: list) -> list[str]:
    """The lines that `pact batch` answers, one for each question; exit 2 if, and only if, one of them is an error document."""
    text = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC0", "PACT_TODAY": "2026-11-22"}
    env.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})
    done = subprocess.run([pact, "batch", "-C", folder], input=text.encode(), capture_output=True, env=env, timeout=600)
    lines = done.stdout.decode().splitlines()
    if len(lines) != len(questions) or done.returncode not in (0, 1, 2, 3):
        raise Refused(f"exit {done.returncode}, {len(lines)} lines for {len(questions)} questions\n{done.stderr.decode()[:3000]}")
    if (done.returncode == 2) != any(ERROR in line for line in lines):
        raise Refused(f"exit {done.returncode} does not go with the error documents\n{done.stderr.decode()[:3000]}")
    return lines


def parse(line: str) -> Any:
    """JSON with numbers as decimals, so that 1.0 equals 1.00 and no digit is lost."""
    return json.loads(line, parse_float=Decimal, parse_int=Decimal)


def same(expected: Any, actual: Any) -> bool:
    """Equal by value; true is not 1."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, dict):
        return isinstance(actual, dict) and expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list):
        return isinstance(actual, list) and len(expected) == len(actual) and all(map(same, expected, actual))
    return expected == actual


def differing(one: Any, other: Any, path: str = "") -> list[str]:
    """The places at which two values differ, for messages: `results.0.silent_since: null / "2025-04-12"`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [text for key in {**one, **other} for text in differing(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [text for place, pair in enumerate(zip(one, other)) for text in differing(*pair, f"{path}.{place}")]
    return [] if same(one, other) else [f"{path.lstrip('.')}: {show(one)} / {show(other)}"]


def show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def folder_text(files: dict[str, str]) -> str:
    return "\n".join(f"--- {path}\n{text}" for path, text in files.items())


def tally(work: Callable, items: Iterable, jobs: int, most: int = 5) -> int:
    """Do all items on several cores, print the first failures, end with a line `N passed, M failed`; the exit status."""
    passed = failed = 0
    with multiprocessing.Pool(jobs) as pool:
        for outcome in pool.imap(work, items, chunksize=4):
            passed += outcome.passed
            for failure in outcome.failures:
                failed += 1
                if failed <= most:
                    print(failure, flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0

#!/usr/bin/env python3
"""Damaged compiled corpora: images.py PACT [COUNT] [SEED]

Takes images of small corpora, packed and plain, and damages them: bytes changed, numbers set to extremes, pieces cut
out, moved, doubled or taken from another image, the end cut off. Half of them get all their checksums set right again.
Each is asked by one verb in turn, all verbs that read a corpus.

Without that, the answer must be exit 4 with a message and no part of an answer, or the very answer of the image before
the damage. With it, the answer may be another (that is what a checksum is for), but there is one, or a message: never a
signal, never a hang, never a code beyond 4. Ends with `N passed, M failed`."""

import json
import multiprocessing
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
VALID = os.path.join(os.path.dirname(HERE), "corpus", "valid")
CORPORA = [os.path.join(VALID, "acme"), os.path.join(os.path.dirname(HERE), "cli", "corpora", "acts"), os.path.join(VALID, "two")]
HANG = 120
ENV = dict(os.environ, PACT_TODAY="2026-01-01")
CLAUSES = ["distribution.exclusivity", "work.law", "goods"]  # one of each corpus
BATCH = "".join('{"date":"20%02d-06-01","all":true%s}\n' % (year, ',"select":["CLAUSE"]' if year % 2 else "") for year in range(24, 30))
QUESTIONS = [
    ["query", "-C", "x.pact", "-d", "2000..2040", "--all", "--json"],
    ["query", "-C", "x.pact", "-d", "2025-01-01", "--json", "*.license", "ip"],
    ["show", "-C", "x.pact", "*", "--json"],
    ["list", "-C", "x.pact", "events", "--json"],
    ["compile", "-C", "x.pact", "-o", "-"],
    ["compile", "--verify", "x.pact"],
    ["query", "-C", "x.pact", "-d", "2025-01-01", "--value", "CLAUSE:exclusive"],
    ["query", "-C", "x.pact", "-d", "2025-01-01", "-q", "CLAUSE"],
    ["check", "-C", "x.pact", "-d", "2025-01-01", "CLAUSE", "not CLAUSE"],
    ["check", "-C", "x.pact", "-d", "2025-01-01", "any *", "not any *", "all *.license", "not all ?*/*", "--json"],
    ["query", "-C", "x.pact", "-d", "1990-01-01", "-q"],
    ["query", "-C", "x.pact", "-C", "other.pact", "-d", "2025-01-01", "-f", "csv", "*l*", "*/*o*"],
    ["check", "-C", "x.pact", "-d", "2024-01-01", "--upcoming", "9y", "--json"],
    ["batch", "-C", "x.pact"],
    ["diff", "-C", "x.pact", "2024-06-01", "2027-06-01", "--json"],
    ["diff", "-C", "x.pact", "--against", "sound.pact", "--json"],
    ["diff", "-C", "sound.pact", "--against", "x.pact", "CLAUSE"],
    ["timeline", "-C", "x.pact"],
    ["timeline", "-C", "x.pact", "--over", "known", "-f", "csv"],
    ["next", "-C", "x.pact", "-d", "2024-01-01", "--json"],
    ["explain", "-C", "x.pact", "-d", "2025-01-01", "CLAUSE"],
    ["list", "-C", "x.pact", "clauses", "-f", "csv"],
    ["show", "-C", "x.pact", "CLAUSE"],
    ["lint", "-C", "x.pact", "-f", "csv"],
    ["query", "-C", "other.pact", "-C", "x.pact", "-d", "2025-01-01", "--json", "CLAUSE"],
    ["list", "-C", "x.pact", "-C", "other.pact", "topics", "-f", "tsv"],
]
FOOTER = struct.Struct("<QQQQIIII32sIiiIQQQQQQQ")
OUTLINE = struct.Struct("<QIIQ")
ENTRY = struct.Struct("<IIQIIiIQ32s")
BLOCK = 2048
MASK = (1 << 64) - 1


FACTOR = 0xD6E8FEB86659FD93


def stir(h, first, second):
    h ^= first
    return (((h << 29 | h >> 35) & MASK) * FACTOR + second) & MASK


def image_sum(data):
    lanes = [0x9E3779B97F4A7C15 + i for i in range(4)]
    padded = data.ljust((len(data) + 63) // 64 * 64, b"\0")
    words = struct.unpack("<%dQ" % (len(padded) // 8), padded)
    for at in range(0, len(words), 2):
        lanes[at // 2 % 4] = stir(lanes[at // 2 % 4], words[at], words[at + 1])
    h = stir(stir(len(data), lanes[0], lanes[1]), lanes[2], lanes[3]) * FACTOR & MASK
    return h ^ h >> 32


def set_right(data):
    """All checksums as they have to be, as far as the directory can be found."""
    data = bytearray(data)
    if len(data) < 16 + FOOTER.size:
        return bytes(data)
    *said, blocks_of_outline, files, files_n, _, outline, _, _, _ = FOOTER.unpack(data[-FOOTER.size:])
    files_sum = image_sum(bytes(data[files:files + files_n])) if files_n else 0
    _, directory, names, _, agreements, topics, postings, *_ = said
    outline_sum = 0
    if outline + OUTLINE.size * blocks_of_outline <= len(data) - FOOTER.size:
        for at in range(outline, outline + OUTLINE.size * blocks_of_outline, OUTLINE.size):
            offset, n, first, _ = OUTLINE.unpack(data[at:at + OUTLINE.size])
            if offset + n <= len(data):
                data[at:at + OUTLINE.size] = OUTLINE.pack(offset, n, first, image_sum(bytes(data[offset:offset + n])))
        outline_sum = image_sum(bytes(data[outline:outline + OUTLINE.size * blocks_of_outline]))
    size = ENTRY.size * agreements + 16 * topics + 4 * postings + names
    blocks = (size + BLOCK - 1) // BLOCK
    sums_at = (directory + size + 15) // 16 * 16
    if sums_at + 8 * blocks <= len(data) - FOOTER.size:
        for row in range(agreements):
            at = directory + ENTRY.size * row
            name, name_n, offset, n, rows, day, zero, _, agreement = ENTRY.unpack(data[at:at + ENTRY.size])
            if offset + n <= len(data):
                data[at:at + ENTRY.size] = ENTRY.pack(name, name_n, offset, n, rows, day, zero, image_sum(bytes(data[offset:offset + n])), agreement)
        for block in range(blocks):
            begin = directory + block * BLOCK
            some = bytes(data[begin:min(begin + BLOCK, directory + size)])
            data[sums_at + 8 * block:sums_at + 8 * block + 8] = struct.pack("<Q", image_sum(some))
        sums = bytes(data[sums_at:sums_at + 8 * blocks])
    else:
        sums = b""
    data[-FOOTER.size:] = FOOTER.pack(*said, blocks_of_outline, files, files_n, files_sum, outline, outline_sum, image_sum(sums), 0)
    data[-8:] = struct.pack("<Q", image_sum(bytes(data[-FOOTER.size:-8])))
    return bytes(data)


def damage(rng, images, which):
    """(what was done, the bytes)"""
    data = bytearray(images[which])
    kind = rng.randrange(10)
    if kind < 3:  # single bytes; often in the directory and the footer
        for _ in range(rng.choice([1, 1, 1, 2, 5, 20])):
            at = rng.randrange(len(data)) if rng.random() < 0.6 else rng.randrange(max(0, len(data) - 1200), len(data))
            data[at] = rng.choice([0, 1, 0x7F, 0x80, 0xFF, data[at] ^ 1 << rng.randrange(8), rng.randrange(256)])
        return "bytes", data
    if kind < 5:
        for _ in range(rng.choice([1, 1, 2, 8])):
            at = 4 * (rng.randrange(len(data) // 4) if rng.random() < 0.5 else rng.randrange(max(0, len(data) // 4 - 300), len(data) // 4))
            data[at:at + 4] = struct.pack("<I", rng.choice([0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, rng.randrange(1 << 32)]))
        return "numbers", data
    if kind == 9:  # the outline and its table
        *_, blocks, _, _, _, outline, _, _, _ = FOOTER.unpack(data[-FOOTER.size:])
        begin = OUTLINE.unpack(data[outline:outline + OUTLINE.size])[0]
        for _ in range(rng.choice([1, 1, 2, 6])):
            at = rng.randrange(begin, outline + OUTLINE.size * blocks)
            data[at] = rng.choice([0, 1, 2, 3, 0x7F, 0x80, 0xFF, data[at] ^ 1 << rng.randrange(8)])
        return "outline", data
    if kind == 8:  # topics and postings, which lead to agreements
        _, directory, _, _, agreements, topics, postings, *_ = FOOTER.unpack(data[-FOOTER.size:])
        at = directory + ENTRY.size * agreements + 4 * rng.randrange(4 * topics + postings)
        data[at:at + 4] = struct.pack("<I", rng.choice([0, 1, agreements, agreements + rng.randrange(1 << 20), 0xFFFFFFFF]))
        return "topics", data
    if kind == 5:
        return "cut", data[:rng.randrange(len(data))]
    a, b = sorted(rng.sample(range(len(data)), 2))
    if kind == 6:
        piece = data[a:b] if rng.random() < 0.5 else images[rng.randrange(len(images))][a:b]
        at = rng.randrange(len(data))
        data[at:at + (len(piece) if rng.random() < 0.7 else 0)] = piece
        return "spliced", data
    del data[a:min(b, a + 64)]
    return "cut out", data


def ask(pact, question, which):
    """(exit code, standard output, standard error) of a question on x.pact, made of corpus `which`"""
    words = [pact] + [word.replace("CLAUSE", CLAUSES[which]) for word in question]
    try:
        done = subprocess.run(words, input=BATCH.replace("CLAUSE", CLAUSES[which]).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=HANG, env=ENV)
    except subprocess.TimeoutExpired:
        return None, b"", b""
    return done.returncode, done.stdout, done.stderr


def is_whole(question, out):
    """Is what stands on standard output beside exit 4 no part of an answer?"""
    if question[0] == "lint" or not out:
        return True  # findings are the answer of lint
    lines = out.decode().splitlines()
    try:
        documents = [json.loads(line) for line in lines]
    except ValueError:
        return False
    return question[0] == "batch" or len(lines) == 1 and documents[0]["schema"] == "pact.error/1"


def one(work):
    pact, home, images, answers, seed = work
    rng = random.Random(seed)
    which = rng.randrange(len(images))
    name, data = damage(rng, images, which)
    fixed = rng.random() < 0.5
    data = set_right(data) if fixed else bytes(data)
    folder = os.path.join(home, str(seed))
    os.mkdir(folder)
    os.chdir(folder)
    with open("x.pact", "wb") as file:
        file.write(data)
    with open("sound.pact", "wb") as file:
        file.write(images[which])
    with open("other.pact", "wb") as file:
        file.write(images[(which + 2) % len(images)])
    number = seed % len(QUESTIONS)
    code, out, err = ask(pact, QUESTIONS[number], which // 2)
    os.chdir(home)
    shutil.rmtree(folder)
    said = "seed %d: %s%s, %s: " % (seed, name, ", checksums set right" if fixed else "", " ".join(QUESTIONS[number]))
    if code is None or code < 0 or code > 4:
        return said + "exit %s\n%s" % (code, err[-2000:].decode(errors="replace"))
    quiet = QUESTIONS[number][0] in ("lint", "check", "batch")  # these say it on standard output
    if code in (2, 4) and b"error[" not in err and not (quiet and out):
        return said + "no message"
    if code == 4 and not is_whole(QUESTIONS[number], out):
        return said + "exit 4, behind a part of an answer"
    if not fixed and data[:8] == b"PACTIMG\n" and code != 4 and (code, out) != answers[which][number]:
        return said + "exit %d, another answer" % code
    return ""


def main(argv):
    if not 2 <= len(argv) <= 4:
        print(__doc__, file=sys.stderr)
        return 2
    pact = os.path.abspath(argv[1])
    count = int(argv[2]) if len(argv) > 2 else 3000
    first = int(argv[3]) if len(argv) > 3 else 1
    home = tempfile.mkdtemp()
    os.chdir(home)
    images, answers = [], []
    others = CORPORA[1:] + CORPORA[:1]
    failures = []
    try:
        for number, corpus in enumerate(CORPORA):
            for plain in ([], ["--plain"]):
                subprocess.run([pact, "compile", "-o", "x.pact", corpus] + plain, check=True, stderr=subprocess.DEVNULL)
                with open("x.pact", "rb") as file:
                    images.append(file.read())
                if set_right(images[-1]) != images[-1]:
                    failures.append("checksums are no longer what this test takes them for")
                shutil.copy("x.pact", "sound.pact")
                subprocess.run([pact, "compile", "-o", "other.pact", others[number]] + plain, check=True, stderr=subprocess.DEVNULL)
                answers.append([ask(pact, question, number)[:2] for question in QUESTIONS])
        with multiprocessing.Pool(2) as pool:
            work = ((pact, home, images, answers, seed) for seed in range(first, first + count))
            failures += [failure for failure in pool.imap_unordered(one, work, 50) if failure]
    finally:
        os.chdir("/")
        shutil.rmtree(home, ignore_errors=True)
    for failure in failures[:20]:
        print("FAILED", failure)
    print("%d passed, %d failed" % (count - len(failures), len(failures)))
    return 1 if failures or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))

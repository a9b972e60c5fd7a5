#!/usr/bin/env python3
"""The cache is never stale, never trusted where it should not be, and never in the way: run.py PACT

What is asked through the cache is compared with what --no-cache says of the same files, after changes of every kind,
with damaged and foreign images in the cache, with homes that cannot be written, with many processes at once."""

import concurrent.futures
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time

PACT = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "corpus", "valid", "acme")
SETTLED = 2.2  # what changed within two seconds is not kept
passed = failed = 0
work = tempfile.mkdtemp()


def expect(what, good, shown=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print("FAILED %s %s" % (what, shown))


def pact(*words, home=None, cwd=None, env=None):
    more = dict(os.environ, XDG_CACHE_HOME=home or os.path.join(work, "home"))
    return subprocess.run([PACT] + list(words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd, env=dict(more, **(env or {})))


def ask(corpus, *more, **how):
    paths = [w for p in ([corpus] if isinstance(corpus, str) else corpus) for w in ("-C", p)]
    return pact("query", "--date", "2024-06-01", "--json", "--verbose", *paths, *more, **how)


def origin(run):
    lines = [line for line in run.stderr.splitlines() if line.startswith("pact: read from ")]
    return "; ".join(line[len("pact: read from "):].split(":")[0] for line in lines)


def check(what, corpus, want_origin=None, **how):
    """Asks, and holds the answer to that without a cache."""
    got, want = ask(corpus, **how), ask(corpus, "--no-cache", **how)
    expect(what + ": the answer", (got.returncode, got.stdout) == (want.returncode, want.stdout), got.stderr + want.stderr)
    if want_origin:
        expect(what + ": read from " + want_origin, origin(got) == want_origin, got.stderr)
    return got


def copy(name):
    folder = os.path.join(work, name)
    shutil.copytree(SOURCE, folder)
    return folder


def images(home):
    return sorted(glob.glob(os.path.join(home, "pact", "*.pact")))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


# ---- changes to the files ----


def swap_words(folder):
    """Another text of the same length."""
    path = os.path.join(folder, "clauses.yaml")
    text = read(path)
    assert b"globex" in text
    write(path, text.replace(b"holder: globex", b"holder: acme  ", 1))


def restore_times(folder):
    path = os.path.join(folder, "clauses.yaml")
    s = os.stat(path)
    swap_words(folder)
    os.utime(path, ns=(s.st_atime_ns, s.st_mtime_ns))


def replace_by_rename(folder):
    path = os.path.join(folder, "clauses.yaml")
    s = os.stat(path)
    write(path + ".new", read(path).replace(b"holder: globex", b"holder: acme  ", 1))
    os.utime(path + ".new", ns=(s.st_atime_ns, s.st_mtime_ns))
    os.rename(path + ".new", path)


def exchange_names(folder):
    a, b = os.path.join(folder, "agreement.yaml"), os.path.join(folder, "clauses.yaml")
    os.rename(a, a + ".x")
    os.rename(b, a)
    os.rename(a + ".x", b)


def add_file(folder):
    write(os.path.join(folder, "more.yaml"), b"pact: 1\nagreement: initech-hooli\ntitle: T\ncomplete_through: 2026-01-01\n")


def empty_file(folder):
    write(os.path.join(folder, "amendment-1.yaml"), b"")


def link_elsewhere(folder):
    path = os.path.join(folder, "clauses.yaml")
    write(os.path.join(folder, ".one"), read(path).replace(b"holder: globex", b"holder: acme  ", 1))
    os.remove(path)
    os.symlink(".one", path)


def change_through_map(folder):
    import mmap
    with open(os.path.join(folder, "clauses.yaml"), "r+b") as file:
        with mmap.mmap(file.fileno(), 0) as m:
            at = m.find(b"holder: globex")
            m[at:at + 14] = b"holder: acme  "
            m.flush()


CHANGES = {
    "an edit of the same size": swap_words,
    "an edit whose time is set back": restore_times,
    "another file of the same time under the name": replace_by_rename,
    "two files that exchange their names": exchange_names,
    "a file that is added": add_file,
    "a file that is removed": lambda f: os.remove(os.path.join(f, "amendment-1.yaml")),
    "a file that is renamed": lambda f: os.rename(os.path.join(f, "amendment-1.yaml"), os.path.join(f, "a.yml")),
    "a file that is no corpus file any more": lambda f: os.rename(os.path.join(f, "amendment-1.yaml"), os.path.join(f, "a.txt")),
    "a file that is emptied": empty_file,
    "a file that cannot be parsed": lambda f: write(os.path.join(f, "clauses.yaml"), b"a: [\n"),
    "a file that is touched": lambda f: os.utime(os.path.join(f, "clauses.yaml")),
    "a link in place of a file": link_elsewhere,
    "an edit through a mapping": change_through_map,
    "a folder that is replaced": lambda f: (os.rename(f, f + ".old"), shutil.copytree(SOURCE, f), swap_words(f)),
}


def test_changes():
    folders = {what: copy("change-%d" % i) for i, what in enumerate(CHANGES)}
    for what, folder in folders.items():
        check(what + " (fresh)", folder)
    time.sleep(SETTLED)
    for what, folder in folders.items():
        check(what + " (kept)", folder)
        before = check(what + " (from the cache)", folder, "the cache")
        CHANGES[what](folder)
        after = check(what, folder, "YAML" if ask(folder, "--no-cache").returncode < 2 else None)
        if what not in ("a file that is touched", "a file that is renamed", "two files that exchange their names"):
            expect(what + " shows", before.stdout != after.stdout)


def test_ticks():
    """Edits as fast as they come: many within one tick of the file system's clock."""
    folder = copy("ticks")
    path = os.path.join(folder, "clauses.yaml")
    texts = [read(path), read(path).replace(b"holder: globex", b"holder: acme  ", 1)]
    want = []
    for text in texts:
        write(path, text)
        want.append(ask(folder, "--no-cache").stdout)
    assert want[0] != want[1]
    good = 0
    for i in range(100):
        write(path, texts[i % 2])
        good += ask(folder).stdout == want[i % 2]
    expect("100 edits in a row", good == 100, good)


# ---- what is asked ----


def test_questions():
    a, b = copy("q1"), copy("q2")
    shutil.rmtree(b)
    os.mkdir(b)
    add_file(b)
    home = os.path.join(work, "questions")
    time.sleep(SETTLED)
    check("one folder", a, "YAML", home=home)
    check("one folder again", a, "the cache", home=home)
    check("two folders", [a, b], "YAML", home=home)
    check("two folders again", [a, b], "the cache", home=home)
    check("in the other order", [b, a], "YAML", home=home)
    check("a slash more", a + "/", "YAML", home=home)
    check("from within", ".", "YAML", home=home, cwd=a)
    check("from within again", ".", "the cache", home=home, cwd=a)
    check("from within another", ".", "YAML", home=home, cwd=b)
    check("a single file", os.path.join(b, "more.yaml"), "YAML", home=home)
    check("a single file again", os.path.join(b, "more.yaml"), "the cache", home=home)
    image = os.path.join(work, "q.pact")
    expect("compile", pact("compile", "-o", image, b).returncode == 0)
    check("an image and a folder", [image, a], "a compiled corpus; the cache", home=home)
    limited = ask(a, "--limit", "clauses=1", home=home)
    expect("another limit is another question", limited.returncode == 4, limited.stderr)
    check("and the corpus as before", a, "the cache", home=home)
    from_stdin = subprocess.run([PACT, "query", "-d", "2024-06-01", "--verbose", "-C", "-"], input=read(os.path.join(b, "more.yaml")),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, XDG_CACHE_HOME=home))
    expect("standard input is not kept", b"read from YAML" in from_stdin.stderr, from_stdin.stderr)
    quiet = pact("query", "-d", "2024-06-01", "-C", a, home=home)
    expect("nothing is said without --verbose", quiet.stderr == "", quiet.stderr)
    expect("the built-in corpus", origin(pact("query", "-d", "2024-06-01", "--verbose", "ip")) == "the built-in corpus")
    for verb in (["list", "clauses"], ["show", "brand.use"], ["timeline"], ["next"], ["explain", "brand.use"], ["diff", "2024-01-01", "2025-01-01"]):
        run = pact(*verb, "-C", a, "--verbose", home=home)
        expect("pact %s" % verb[0], origin(run) == "the cache" and run.stdout == pact(*verb, "-C", a, "--no-cache", home=home).stdout, run.stderr)


# ---- the folder of the cache ----


def test_homes():
    folder = copy("homes")
    time.sleep(SETTLED)
    blocked = os.path.join(work, "blocked")
    write(blocked, b"")
    check("a file where the home should be", folder, "YAML", home=blocked)
    check("a file where the home should be, again", folder, "YAML", home=blocked)
    check("nothing where the home should be", folder, "YAML", home="/proc/none")
    deep = os.path.join(work, "new")
    check("a home that is not there yet", folder, "YAML", home=deep)
    check("a home that is not there yet, again", folder, "the cache", home=deep)
    expect("for the user alone", os.stat(os.path.join(deep, "pact")).st_mode & 0o777 == 0o700)
    expect("and so are images", [os.stat(p).st_mode & 0o777 for p in images(deep)] == [0o600])
    home = os.path.join(work, "by-home")
    os.mkdir(home)
    check("$HOME", folder, "YAML", env={"XDG_CACHE_HOME": "", "HOME": home})
    check("$HOME again", folder, "the cache", env={"XDG_CACHE_HOME": "", "HOME": home})
    expect("$HOME/.cache/pact", len(images(os.path.join(home, ".cache"))) == 1)
    check("a relative home is none", folder, "the cache", env={"XDG_CACHE_HOME": "elsewhere", "HOME": home}, cwd=work)
    expect("nothing was made there", not os.path.exists(os.path.join(work, "elsewhere")))
    check("no home at all", folder, "YAML", env={"XDG_CACHE_HOME": "", "HOME": ""})
    only = os.path.join(work, "no-cache")
    ask(folder, "--no-cache", home=only)
    expect("--no-cache keeps nothing", not os.path.exists(only))
    os.chmod(os.path.join(deep, "pact"), 0o777)
    check("a folder that all may write is not read", folder, "YAML", home=deep)
    os.chmod(os.path.join(deep, "pact"), 0o700)
    check("one's own is", folder, "the cache", home=deep)
    os.chmod(images(deep)[0], 0o666)
    check("an image that all may write is not read", folder, "YAML", home=deep)
    check("and is replaced", folder, "the cache", home=deep)
    if os.geteuid() == 0:
        os.chown(images(deep)[0], 12345, 12345)
        check("an image of another user is not read", folder, "YAML", home=deep)
        unwritable(folder)
    path = images(deep)[0]
    os.rename(path, path + ".real")
    os.symlink(path + ".real", path)
    check("a link is not followed", folder, "YAML", home=deep)


def unwritable(folder):
    """As a user who may read the corpus and not write his home."""
    def drop():
        os.setgid(12345)
        os.setuid(12345)
    os.chmod(work, 0o755)
    home = os.path.join(work, "read-only")
    os.makedirs(os.path.join(home, "pact"), mode=0o555)
    words = [PACT, "query", "-C", folder, "-d", "2024-06-01", "--verbose"]
    try:
        run = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=drop, cwd="/", env=dict(os.environ, XDG_CACHE_HOME=home))
    except PermissionError:
        return  # the program stands where only its owner may go
    expect("a home that cannot be written", run.returncode == 0 and origin(run) == "YAML", run.stderr)


def test_damage():
    folder, home = copy("damage"), os.path.join(work, "damaged")
    time.sleep(SETTLED)
    want = ask(folder, "--no-cache")
    ask(folder, home=home)
    path = images(home)[0]
    good = read(path)
    step = max(1, len(good) // 150)
    cases = [good[:n] for n in range(0, len(good), step * 4)]
    cases += [good[:i] + bytes([good[i] ^ 0x55]) + good[i + 1:] for i in range(0, len(good), step)]
    cases += [b"", b"PACTIMG\n", good + b"x", good * 2, b"\0" * len(good)]
    right = 0
    for case in cases:
        write(path, case)
        run = ask(folder, home=home)
        if run.returncode == 4 and "ask again" in run.stderr:  # noticed after the first look
            run = ask(folder, home=home)
        right += run.returncode == want.returncode and run.stdout == want.stdout
        if not os.path.exists(path):
            ask(folder, home=home)
    expect("%d damaged images" % len(cases), right == len(cases), right)
    check("whole again", folder, "the cache", home=home)


def test_room():
    folder, home = copy("room"), os.path.join(work, "room-home")
    time.sleep(SETTLED)
    check("first", folder, home=home)
    cache = os.path.join(home, "pact")
    first = images(home)
    swap_words(folder)
    day = 86400
    def sparse(name, size, age):
        path = os.path.join(cache, name)
        with open(path, "wb") as file:
            file.truncate(size)
        os.utime(path, (time.time() - age, time.time() - age))
        return path
    image = "%016x-%032x.pact"
    oldest = sparse(image % (1, 1), 600 << 20, 9 * day)
    older = sparse(image % (2, 2), 300 << 20, 8 * day)
    lately = sparse(image % (3, 3), 600 << 20, 1 * day)
    left = sparse(".pact-1-0.tmp", 5, 2 * 3600)
    busy = sparse(".pact-2-0.tmp", 5, 60)
    other = sparse("notes.txt", 5, 9 * day)
    time.sleep(SETTLED)
    check("second", folder, "YAML", home=home)
    expect("the image that it takes the place of goes", not os.path.exists(first[0]))
    expect("beyond a gibibyte, what was not used for longest goes", not os.path.exists(oldest))
    expect("and no more than need be", os.path.exists(older) and os.path.exists(lately))
    expect("what a killed process left goes", not os.path.exists(left))
    expect("what another process writes stays", os.path.exists(busy))
    expect("what is not pact's stays", os.path.exists(other))
    mine = [p for p in images(home) if p not in (older, lately)]
    os.utime(mine[0], (time.time() - 5 * day, time.time() - 5 * day))
    check("used again", folder, "the cache", home=home)
    expect("a use is noted", time.time() - os.stat(mine[0]).st_mtime < day)


# ---- renewing ----


def test_renewing():
    """After a change, the image is made from the one before and the files that have changed."""
    folder, home = os.path.join(work, "renewing"), os.path.join(work, "renewing-home")
    for i in range(6):
        shutil.copytree(SOURCE, os.path.join(folder, str(i)))
        for path in glob.glob(os.path.join(folder, str(i), "*")):
            write(path, read(path).replace(b"acme-globex", b"acme-globex-%d" % i))
    time.sleep(SETTLED)
    check("six agreements", folder, "YAML", home=home)
    swap_words(os.path.join(folder, "3"))
    shutil.rmtree(os.path.join(folder, "5"))
    check("changed just now", folder, "YAML", home=home)
    time.sleep(SETTLED)
    check("changed, and settled", folder, "the cache", home=home)
    check("again", folder, "the cache", home=home)
    expect("one image is kept", len(images(home)) == 1)
    write(os.path.join(folder, "2", "clauses.yaml"), b"a: [\n")
    time.sleep(SETTLED)
    run, want = ask(folder, home=home), ask(folder, "--no-cache")
    expect("an error is told as it is", (run.returncode, run.stdout, run.stderr) == (want.returncode, want.stdout, want.stderr) and run.returncode == 4)


# ---- many at once ----


def test_together():
    folder, home = copy("together"), os.path.join(work, "together-home")
    time.sleep(SETTLED)
    want = ask(folder, "--no-cache").stdout
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        runs = list(pool.map(lambda _: ask(folder, home=home), range(24)))
    expect("24 processes at once", all(r.stdout == want and r.returncode == 0 for r in runs))
    expect("leave one image and nothing else", len(os.listdir(os.path.join(home, "pact"))) == 1, os.listdir(os.path.join(home, "pact")))
    check("which is good", folder, "the cache", home=home)


def test_edits():
    """Edits, each whole at once, against questions: every answer is that of a corpus that was there meanwhile."""
    folder, home = copy("edits"), os.path.join(work, "edits-home")
    path = os.path.join(folder, "clauses.yaml")
    texts = [read(path), read(path).replace(b"holder: globex", b"holder: acme  ", 1)]
    wants = []
    for text in texts:
        write(path, text)
        wants.append(ask(folder, "--no-cache").stdout)
    write(path, texts[0])
    now = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(ask, folder, home=home) for _ in range(1000)]
        for i in range(100):
            now = 1 - now
            write(path + ".new", texts[now])
            os.rename(path + ".new", path)
            time.sleep(0.01)
            if i in (30, 60):  # long enough to be kept
                time.sleep(SETTLED)
                runs += [pool.submit(ask, folder, home=home) for _ in range(9)]
                time.sleep(0.2)
        results = [r.result() for r in runs]
    expect("1,000 questions against 100 edits", all(r.returncode == 0 and r.stdout in wants for r in results))
    expect("some of them came from the cache", any(origin(r) == "the cache" for r in results))
    expect("and the last edit counts", ask(folder, home=home).stdout == wants[now])


try:
    for test in (test_changes, test_ticks, test_questions, test_homes, test_damage, test_room, test_renewing, test_together, test_edits):
        test()
finally:
    shutil.rmtree(work, ignore_errors=True)
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed > 0)

"""Drive the page of `pact timeline -f html` in a headless browser: its answers are those of `pact query`.

    python3 run.py --pact build/pact [--seed S] [--questions N] [--corpora N]


Pages: the built-in corpus, a hostile one, and random ones (tests/oracle/generate.py). For each question the date, the knowledge day
and the choice of every event are set in the page, and the rows it shows are compared with `pact batch`. What a choice means:

    has happened by then   -a EVENT=FIRST..X     FIRST..LAST is the event's window as known that day, X the day asked
    has not                -a EVENT=X+1..LAST    (the event may also never come: the same, for what applies on X)

Where those windows are empty the choice goes against what is known, and the page must say that nothing is left. Also: no wider than
the window at 400, 1000 and 1600 pixels, light and dark, no errors in the console, HTML and SVG well formed (tidy, xmllint, if there).
The last line is `N passed, M failed`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # leave no __pycache__ in the tree
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))

import generate
import harness
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

FIRST, LAST, NEVER = "0001-01-01", "9999-12-31", "~"
NO_BROWSER = 77  # what ctest takes for "skipped"
ENV = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC0", "PACT_TODAY": "2026-11-24"}
ENV.update({key: value for key, value in os.environ.items() if key.endswith("SAN_OPTIONS")})

# Everything that a page could take for its own markup.
HOSTILE = """\
pact: 1
agreement: hostile
title: '</title><script>window.broken=1</script> "quoted" & <b>bold</b> <!-- <script'
complete_through: 2026-01-01
parties: {a: "</script><script>window.broken=2</script>", b: "b & b"}
sources: {s: {publisher: "<img src=x onerror=window.broken=3>", title: "]]>", kind: primary, date: 2020-01-01}}
instruments: {i: {title: "<!--", announced: 2020-01-01, sources: [s]}}
events:
  e: {title: "</script><!-- <script> \\" onload=\\"window.broken=4"}
clauses:
  long.%(long)s:
    title: "<svg onload=window.broken=5>"
    kind: right
    history:
      - {act: establish, by: i, until: e, summary: "</script><script>window.broken=6</script> ${1} <!--@data-->", terms: {t: "</textarea>'\\"`<", constructor: "x"}}
  plain:
    title: "--> ]]> &amp; &lt;"
    kind: fact
    history:
      - {act: establish, by: i, until: {event: e, plus: 2m}, summary: "\\u65e5\\u672c\\u8a9e \\u202e", terms: {n: 12345678901234567890.10, u: undisclosed}}
""" % {"long": "x" * 300}

READ = """
const [date, known, chosen] = arguments;
const set = (id, value) => { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event("input")); };
if (!document.getElementById("all").checked) document.getElementById("all").click();
set("date", date); set("known", known);
chosen.forEach((events, a) => events.forEach((value, e) => {
  const input = document.getElementById("event-" + a + "-" + e + "-" + value);
  input.checked = true; input.dispatchEvent(new Event("change"));
}));
const rows = [...document.getElementById("answer").tBodies[0].rows].map((row) => [row.dataset.agreement, row.dataset.clause,
  row.dataset.status, [...row.cells[2].querySelectorAll("dt")].map((dt) => [dt.textContent, dt.nextSibling.className,
  dt.nextSibling.dataset.json])]);
return [document.getElementById("tally").textContent, rows];
"""


def day_after(day: str) -> str:
    return NEVER if day == LAST else (datetime.date.fromisoformat(day) + datetime.timedelta(1)).isoformat()


def near(rng: random.Random, days: list) -> str:
    day = datetime.date.fromisoformat(rng.choice(days)) if rng.random() < 0.9 else datetime.date(rng.randint(2015, 2045), rng.randint(1, 12), 28)
    number = min(max(day.toordinal() + rng.choice([0, 0, 0, -1, 1, rng.randint(-45, 45), rng.randint(-400, 400)]), 1), 3652059)
    return datetime.date.fromordinal(number).isoformat()


class Page:
    """One corpus: its file, and what is embedded in it."""

    def __init__(self, pact: str, folder: str, name: str, corpus: str | None) -> None:
        self.pact, self.name, self.corpus = pact, name, ["-C", corpus] if corpus else []
        self.path = os.path.join(folder, name + ".html")
        self.picture = os.path.join(folder, name + ".svg")
        for form, path in (("html", self.path), ("svg", self.picture)):
            subprocess.run([pact, "timeline", "--from", "2015-01-01", "--through", "2040-12-31", "-d", "2026-11-24", "-f", form, "-o", path, *self.corpus],
                           check=True, env=ENV)
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        begin = text.index(">", text.index('id="pact-data"')) + 1
        self.data = json.loads(text[begin:text.index("</script>", begin)])
        self.days = sorted({day for clause in self.data["clauses"] for strip in clause["strips"] for run in strip[1] or []
                            for day in [run[0]] if day and day[0] != "+"} | {self.data["date"]})
        self.beliefs = sorted({strip[0] for clause in self.data["clauses"] for strip in clause["strips"] if strip[0]} | {self.data["known"]})

    def windows(self, agreement: dict, known: str) -> list | None:
        found = [strip[1] for strip in agreement["windows"] if (strip[0] or FIRST) <= known][-1]
        if found is None:
            return None
        return [(day_after(known) if edge == "+" else edge or FIRST, last or NEVER) for edge, last in found]

    def question(self, rng: random.Random) -> tuple:
        """The day, the knowledge day, the choices, and the question for `pact batch`: None where no course is left."""
        date, known = near(rng, self.days), near(rng, self.beliefs)
        chosen, assume, good = [], {}, True
        for agreement in self.data["agreements"]:
            windows, picked = self.windows(agreement, known), []
            for number, event in enumerate(agreement["events"]):
                choice = rng.choice(["open", "open", "yes", "no"])
                first, last = windows[number]
                possible = {"open": True, "yes": first <= date, "no": last > date}
                if not possible[choice] and rng.random() < 0.9:
                    choice = "open"
                picked.append(choice)
                good = good and possible[choice]
                if choice != "open":
                    window = (first, min(last, date)) if choice == "yes" else (max(day_after(date), first), min(last, LAST))
                    key = f"{agreement['id']}/{event['id']}"
                    assume[key] = "never" if window[0] == NEVER else {"from": window[0], "through": window[1]}
            chosen.append(picked)
        return date, known, chosen, {"date": date, "known": known, "all": True, "assume": assume} if good else None

    def batch(self, questions: list) -> list:
        text = "".join(json.dumps(question) + "\n" for question in questions)
        done = subprocess.run([self.pact, "batch", *self.corpus], input=text.encode(), capture_output=True, env=ENV)
        return [harness.parse(line) for line in done.stdout.decode().splitlines()]


def rows_of(document: dict) -> list | None:
    """As the page has them; None where no course is left."""
    if document["schema"] == harness.ERROR:
        if not any(d["code"] == "no-course" for d in document["diagnostics"]):
            raise AssertionError(document)
        return None
    return [[row["agreement"], row["clause"], row["status"],
             sorted((name, "absent" if name in row["absent"] else "", value) for name, value in row["terms"].items())]
            for row in document["results"]]


def shown_rows(rows: list) -> list:
    return [[agreement, clause, status, sorted((name, kind, harness.parse(text)) for name, kind, text in terms)]
            for agreement, clause, status, terms in rows]


class Checks:
    def __init__(self) -> None:
        self.passed, self.failed, self.rows, self.left_out = 0, 0, 0, 0

    def check(self, good: bool, what: str) -> None:
        self.passed += good
        self.failed += not good
        if not good and self.failed <= 10:
            print("FAIL", what)


def check_answers(browser, page: Page, rng: random.Random, count: int, checks: Checks) -> None:
    asked = [page.question(rng) for _ in range(count)]
    documents = iter(page.batch([question for *_, question in asked if question is not None]))
    for date, known, chosen, question in asked:
        expected = None if question is None else rows_of(next(documents))
        tally, rows = browser.execute_script(READ, date, known, chosen)
        if expected is None:
            checks.check(rows == [] and "no course" in tally, f"{page.name}: {date} {known} {chosen}: a course is left: {tally}")
            continue
        got = shown_rows(rows)
        checks.rows += len(got)
        checks.left_out += sum(g[2] == "left_out" for g in got)
        expected = [e for e, g in zip(expected, got) if g[2] != "left_out"]  # told to be so: offsets that swap with the calendar
        got = [g for g in got if g[2] != "left_out"]
        wrong = [(e, g) for e, g in zip(expected, got) if not harness.same(json_like(e), json_like(g))]
        checks.check(len(expected) == len(got) and not wrong,
                     f"{page.name}: {json.dumps(question)}: {len(expected)} rows, {len(got)} shown; {wrong[:1]}; {tally}")


def json_like(row: list) -> list:
    return [*row[:3], [list(term) for term in row[3]]]


def check_look(browser, page: Page, checks: Checks) -> None:
    for scheme in ("light", "dark"):
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        for width in (400, 1000, 1600):
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
            wide = browser.execute_script("return document.documentElement.scrollWidth")
            checks.check(wide <= width, f"{page.name}: {wide} pixels wide at {width}, {scheme}")
        paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        checks.check((paper == "rgb(255, 255, 255)") == (scheme == "light"), f"{page.name}: {paper} in {scheme}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    # Labels lie side by side: no two texts of the picture overlap.
    over = browser.execute_script("""
      const texts = [...document.querySelectorAll(".picture svg .beside, .picture svg .event text, .picture svg .name text")];
      const boxes = texts.map((t) => [t.getBBox(), t.textContent]);
      for (let i = 0; i < boxes.length; i++) for (let k = 0; k < i; k++) {
        const [a, s] = boxes[i], [b, t] = boxes[k];
        if (a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 4 && b.y < a.y + a.height - 4) return s + " / " + t;
      }
      const box = document.querySelector(".picture svg").viewBox.baseVal;
      for (const [a, s] of boxes) if (a.x < 0 || a.x + a.width > box.width) return s;
      return "";""")
    checks.check(over == "", f"{page.name}: labels overlap or are cut: {over}")
    checks.check(browser.execute_script("return window.broken === undefined"), f"{page.name}: text of the corpus ran as a script")
    log = [entry["message"] for entry in browser.get_log("browser")]
    checks.check(log == [], f"{page.name}: console: {log[:3]}")


def check_pictures(browser, page: Page, folder: str, checks: Checks) -> None:
    """Pictures as files, over days, over knowledge, and the plane of each clause: no word over another, none cut, none too small."""
    listed = subprocess.run([page.pact, "list", "clauses", "--json", *page.corpus], capture_output=True, env=ENV, check=True)
    names = [f"{row['agreement']}/{row['clause']}" for row in json.loads(listed.stdout)["results"]][:6]
    kinds = [["--from", "2015", "--through", "2040"], ["--over", "known"]] + [["--plane", name] for name in names]
    for place, words in enumerate(kinds):
        path = os.path.join(folder, f"{page.name}-{place}.svg")
        subprocess.run([page.pact, "timeline", "-d", "2026-11-24", "-f", "svg", "-o", path, *words, *page.corpus], check=True, env=ENV)
        if shutil.which("xmllint"):
            done = subprocess.run(["xmllint", "--noout", "--nonet", path], capture_output=True, text=True)
            checks.check(done.returncode == 0 and done.stderr == "", f"{page.name} {words}: xmllint: {done.stderr[:500]}")
        browser.get("file://" + path)
        over = browser.execute_script("""
          const texts = [...document.querySelectorAll("text.beside, text.on, text.on-past, text.on-pattern, .event text, .name text")];
          const boxes = texts.map((t) => [t.getBBox(), t.textContent]);
          for (let i = 0; i < boxes.length; i++) for (let k = 0; k < i; k++) {
            const [a, s] = boxes[i], [b, t] = boxes[k];
            if (a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 4 && b.y < a.y + a.height - 4) return s + " / " + t;
          }
          const box = document.documentElement.viewBox.baseVal;
          for (const [a, s] of boxes) if (a.x < 0 || a.x + a.width > box.width) return s;
          return "";""")
        checks.check(over == "", f"{page.name} {words}: labels overlap or are cut: {over}")
        for width in (400, 1000, 1600):
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
            wide = browser.execute_script("return document.documentElement.getBoundingClientRect().width")
            checks.check(960 <= wide <= 1600 and wide >= min(width, 1600) - 20, f"{page.name} {words}: {wide} pixels wide at {width}")
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        log = [entry["message"] for entry in browser.get_log("browser")]
        checks.check(log == [], f"{page.name} {words}: console: {log[:3]}")


def check_keys(browser, page: Page, checks: Checks) -> None:
    """By hand: keys alone reach and change every control."""
    browser.get("file://" + page.path)
    browser.find_element(By.ID, "after").send_keys(Keys.ENTER)
    moved = browser.execute_script("return document.getElementById('date').value")
    checks.check(moved > page.data["date"] or page.corpus != [], f"{page.name}: next change: {moved}")
    heading = browser.find_elements(By.CSS_SELECTOR, "#runs th button")[1]
    heading.send_keys(Keys.ENTER)
    froms = browser.execute_script("return [...document.getElementById('runs').tBodies[0].rows].map((r) => r.cells[1].dataset.key)")
    checks.check(froms == sorted(froms), f"{page.name}: not sorted by From")
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('input')].filter((e) => e.labels.length === 0).length"
        " + [...document.querySelectorAll('button')].filter((e) => e.textContent.trim() === '').length")
    checks.check(unnamed == 0, f"{page.name}: {unnamed} controls without a name")


def check_files(page: Page, checks: Checks) -> None:
    if shutil.which("xmllint"):
        done = subprocess.run(["xmllint", "--noout", "--nonet", page.picture], capture_output=True, text=True)
        checks.check(done.returncode == 0 and done.stderr == "", f"{page.name}: xmllint: {done.stderr[:500]}")
    if shutil.which("tidy"):
        done = subprocess.run(["tidy", "-e", "-q", page.path], capture_output=True, text=True)
        checks.check(done.stderr + done.stdout == "", f"{page.name}: tidy: {(done.stderr + done.stdout)[:500]}")
    with open(page.path, encoding="utf-8") as file:
        text = file.read()
    checks.check("src=" not in text.replace("<img src=x", "").replace("&lt;img src=x", "").replace("\\u003cimg src=x", ""), f"{page.name}: loads something")


class Local(Service):
    """The driver by its address: a system may have no name for itself."""

    @property
    def service_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(folder: str):
    options = Options()
    options.binary_location = shutil.which("chromium") or "/usr/bin/chromium"
    for argument in ("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder}/profile"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Local(shutil.which("chromedriver") or "/usr/bin/chromedriver"), options=options)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pact", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=200, help="for the built-in corpus, and for all random ones")
    parser.add_argument("--corpora", type=int, default=8)
    options = parser.parse_args()
    pact, rng, checks = os.path.abspath(options.pact), random.Random(options.seed), Checks()
    with tempfile.TemporaryDirectory(prefix="pact-browser-") as folder:
        hostile = os.path.join(folder, "hostile.yaml")
        with open(hostile, "w", encoding="utf-8") as file:
            file.write(HOSTILE)
        pages = [(Page(pact, folder, "built-in", None), options.questions), (Page(pact, folder, "hostile", hostile), 20)]
        each = max(1, options.questions // options.corpora)
        folders = []
        for number in range(options.corpora):
            agreements = generate.corpus(options.seed * 1000 + number)
            folders.append(harness.write_folder(generate.files(agreements, number)))
            pages.append((Page(pact, folder, f"random-{options.seed * 1000 + number}", folders[-1]), each))
        try:
            browser = start(folder)
        except WebDriverException as error:
            print(f"no browser can be started here, so nothing was tested: {error}")
            return NO_BROWSER
        try:
            for page, count in pages:
                browser.get("file://" + page.path)
                check_answers(browser, page, rng, count, checks)
                check_look(browser, page, checks)
                check_keys(browser, page, checks)
                check_files(page, checks)
                check_pictures(browser, page, folder, checks)
        finally:
            browser.quit()
            for path in folders:
                harness.drop_folder(path)
    print(f"{checks.rows} answers compared, {checks.left_out} of clauses that the pages leave out")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())

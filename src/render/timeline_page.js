"use strict";
/* Looks answers up; the engine has given them. The data (see timeline_html.c):
 *   agreements[a]: id, title, record, events: [{id, title, requires}], windows: [[Y, null (no course) | [[edge, last]]]]
 *   clauses[c]:    a, id, title, strips: [[Y, null (no course) | false (left out) | [[edge, state]]]]
 *   states[s]:     s status, w why, t summary, v [[term, value]], c [{w: [[event | day, by, plus]], s, t, v}]
 *   values[v]:     [text, class, number of the first value equal to it, as JSON]
 * Strips and windows hold from their Y until the next. An edge is the day on which a run or window
 * begins: null (the beginning of time), a day, or "+" and an offset: the day after Y, so much later. */
(() => {
  const data = JSON.parse(document.getElementById("pact-data").textContent);
  const $ = (id) => document.getElementById(id);
  const FIRST = "0001-01-01", LAST = "9999-12-31", NEVER = "~"; // later than any day as text

  /* The engine has not listed it; see src/engine/plane.h. */
  const LEFT_OUT = { s: "left_out", w: null, v: [], c: [], t: "Its runs begin anew with every month: ask pact query." };

  /* ---- days ---- */

  const toDate = (day) => {
    const d = new Date(0);
    d.setUTCFullYear(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10));
    return d;
  };
  const toDay = (d) => {
    const year = d.getUTCFullYear();
    if (year > 9999) return NEVER;
    if (year < 1) return FIRST;
    return String(year).padStart(4, "0") + d.toISOString().slice(-20, -14);
  };
  const plusDays = (day, n) => {
    const d = toDate(day);
    d.setUTCDate(d.getUTCDate() + n);
    return toDay(d);
  };
  const plus = (day, offset) => {
    if (day === NEVER || offset === "") return day;
    const n = parseInt(offset, 10), unit = offset.slice(-1);
    if (unit === "d" || unit === "w") return plusDays(day, unit === "w" ? 7 * n : n);
    const d = toDate(day), months = unit === "y" ? 12 * n : n, dayOfMonth = d.getUTCDate();
    d.setUTCDate(1);
    d.setUTCMonth(d.getUTCMonth() + months);
    const length = new Date(d.getTime());
    length.setUTCMonth(length.getUTCMonth() + 1, 0);
    d.setUTCDate(Math.min(dayOfMonth, length.getUTCDate())); // a month's end clamps
    return toDay(d);
  };
  const edgeDay = (edge, known) => {
    if (edge === null) return FIRST;
    if (edge[0] !== "+") return edge;
    return plus(plusDays(known, 1), edge.slice(1));
  };

  /* ---- looking up ---- */

  const holding = (list, known) => { // the last that begins on or before Y
    let lo = 0, hi = list.length;
    while (hi - lo > 1) {
      const mid = (lo + hi) >> 1;
      if ((list[mid][0] ?? FIRST) <= known) lo = mid; else hi = mid;
    }
    return list[lo][1];
  };
  const stateOn = (clause, date, known) => {
    const runs = holding(clause.strips, known);
    if (runs === null) return null;
    if (runs === false) return LEFT_OUT;
    let found = null;
    for (const [edge, state] of runs) {
      if (edgeDay(edge, known) > date) break;
      found = state;
    }
    return data.states[found];
  };

  /* What can be chosen for an event: "yes", it has happened by the day; "no", it has not. */
  const windowsOn = (agreement, date, known) => {
    const windows = holding(agreement.windows, known);
    if (windows === null) return null;
    return windows.map(([edge, last]) => {
      const first = edge === NEVER ? NEVER : edgeDay(edge, known), end = last ?? NEVER;
      return { first, last: end, yes: first <= date, no: end > date };
    });
  };
  /* No choice against the record, and none that has an event before what it requires. */
  const possible = (agreement, windows, chosen) => windows !== null && agreement.events.every(
    (event, i) => chosen[i] === "open" || (windows[i][chosen[i]] &&
      (chosen[i] === "no" || event.requires.every((r) => chosen[r] !== "no"))));

  /* Can the case come true under the choices? What an event requires came before it; "not by" a day
   * that lies an offset back says nothing of the day itself. */
  const agrees = (agreement, when, chosen) => when.every(([name, by, offset]) => {
    if (typeof name === "string") return true;
    if (by) return chosen[name] !== "no" && agreement.events[name].requires.every((r) => chosen[r] !== "no");
    if (offset !== "") return true;
    return chosen[name] !== "yes" &&
      agreement.events.every((e, i) => chosen[i] !== "yes" || !e.requires.includes(name));
  });
  const equal = (v) => data.values[v][2];
  const sameTerms = (a, b) => a.length === b.length &&
    a.every(([name, v], i) => name === b[i][0] && equal(v) === equal(b[i][1]));
  const shared = (cases) => {
    const inForce = cases.filter((c) => c.s === "in_force");
    if (inForce.length === 0) return [];
    return inForce[0].v.filter(([name, v]) => inForce.every(
      (c) => c.v.some(([n, w]) => n === name && equal(w) === equal(v))));
  };
  /* One answer from the cases left: definite where they all say the same. */
  const answer = (clause, date, known, chosen) => {
    const agreement = data.agreements[clause.a];
    const state = stateOn(clause, date, known);
    if (state === null || state.c.length === 0) return state;
    const left = state.c.filter((c) => agrees(agreement, c.w, chosen));
    if (left.length === state.c.length) return state;
    const first = left[0];
    if (left.every((c) => c.s === first.s && sameTerms(c.v, first.v)))
      return { s: first.s, w: null, t: first.t, v: first.v, c: [] };
    return { s: "depends", w: null, t: null, v: shared(left), c: left };
  };

  /* ---- the page ---- */

  const words = { in_force: "in force", not_yet: "not yet", not_announced_yet: "not announced yet",
    terminated: "terminated", suspended: "suspended", ended: "ended", depends: "depends", left_out: "not in this page" };
  const element = (name, className, text) => {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text !== undefined && text !== null) e.textContent = text;
    return e;
  };
  const conditionText = (agreement, [name, by, offset], date) => {
    const what = typeof name === "string" ? name : agreement.events[name].id;
    return what + (offset ? " and " + offset : "") + (by ? " by " : " not by ") + date;
  };
  const termsList = (terms) => {
    const list = element("dl");
    for (const [name, v] of terms) {
      const [text, kind, , json] = data.values[v], value = element("dd", kind, text);
      value.dataset.json = json;
      list.append(element("dt", "", name), value);
    }
    return list;
  };
  /* A case says only what it does not share with all of them. */
  const caseItem = (agreement, state, c, date) => {
    const item = element("li");
    const when = c.w.map((w) => conditionText(agreement, w, date)).join(", ");
    item.append(when + ": ", element("span", "status " + c.s, words[c.s]));
    if (c.t && c.t !== state.t) item.append(" \u2014 " + c.t);
    const own = c.v.filter(([name, v]) => !state.v.some(([n, w]) => n === name && equal(w) === equal(v)));
    if (own.length) item.append(termsList(own));
    return item;
  };

  let chosen = data.agreements.map((a) => a.events.map(() => "open"));
  const radios = [];
  const makeEvents = () => data.agreements.forEach((agreement, a) => {
    agreement.events.forEach((event, e) => {
      const set = element("fieldset"), id = "event-" + a + "-" + e;
      set.append(element("legend", "", (data.agreements.length > 1 ? agreement.id + "/" : "") + event.id));
      const row = element("div");
      const one = { a, e, note: element("p", "", event.title) };
      for (const [value, text] of [["open", "open"], ["yes", "has happened by then"], ["no", "has not"]]) {
        const label = element("label"), input = element("input");
        Object.assign(input, { type: "radio", name: id, value, checked: value === "open", id: id + "-" + value });
        label.htmlFor = input.id;
        label.append(input, " " + text);
        row.append(label);
        one[value] = { input, label };
        input.addEventListener("change", () => { chosen[a][e] = value; show(); });
      }
      set.append(row, one.note);
      radios.push(one);
      $("events").append(set);
    });
  });
  /* What the record rules out cannot be chosen, but what is chosen stays until it is changed. */
  const markEvents = (windows) => radios.forEach((one) => {
    const w = windows[one.a] === null ? null : windows[one.a][one.e];
    for (const value of ["yes", "no"]) {
      const off = w === null || !w[value];
      one[value].input.disabled = off && !one[value].input.checked;
      one[value].label.classList.toggle("impossible", off);
    }
    const says = w === null || (w.yes && w.no) ? "" : w.yes ? " \u2014 it has, as known" : " \u2014 it has not, as known";
    one.note.textContent = data.agreements[one.a].events[one.e].title + says;
  });

  const rowOf = (clause, state, date) => {
    const agreement = data.agreements[clause.a];
    const row = element("tr"), head = element("th", "", clause.id), says = element("td");
    row.dataset.agreement = agreement.id;
    row.dataset.clause = clause.id;
    row.dataset.status = state.s;
    head.scope = "row";
    head.append(element("small", "", clause.title));
    const status = element("td");
    status.append(element("span", "status " + state.s, words[state.s]));
    if (state.w && words[state.w] !== words[state.s]) status.append(" (" + words[state.w] + ")");
    const terms = element("td");
    if (state.v.length) terms.append(termsList(state.v));
    if (state.t) says.append(state.t);
    if (state.c.length) {
      const list = element("ul", "cases");
      for (const c of state.c) list.append(caseItem(agreement, state, c, date));
      says.append(list);
    }
    row.append(head, status, terms, says);
    return row;
  };
  const moveMark = (date) => {
    const svg = document.querySelector(".picture svg"), mark = svg && svg.querySelector(".asked");
    if (!mark) return;
    const { first, last, left, right } = svg.dataset;
    const at = (toDate(date) - toDate(first)) / (toDate(last) - toDate(first));
    mark.setAttribute("visibility", at < 0 || at > 1 ? "hidden" : "visible");
    if (at >= 0 && at <= 1)
      mark.setAttribute("transform", "translate(" + (+left + at * (right - left)).toFixed(1) + " 0)");
    const label = mark.querySelector("text");
    if (label) label.textContent = date;
  };
  const show = () => {
    const date = $("date").value, known = $("known").value;
    if (date === "" || known === "") {
      $("tally").textContent = "Choose a day.";
      return;
    }
    const windows = data.agreements.map((a) => windowsOn(a, date, known));
    markEvents(windows);
    moveMark(date);
    const rows = [], count = {};
    const good = data.agreements.every((a, i) => possible(a, windows[i], chosen[i]));
    for (const clause of good ? data.clauses : []) {
      const state = answer(clause, date, known, chosen[clause.a]);
      count[state.s] = (count[state.s] || 0) + 1;
      if ($("all").checked || ["in_force", "depends", "suspended", "left_out"].includes(state.s))
        rows.push(rowOf(clause, state, date));
    }
    $("answer").tBodies[0].replaceChildren(...rows);
    $("answer-box").hidden = rows.length === 0;
    const tally = Object.entries(count).map(([s, n]) => n + " " + (s === "depends" && n > 1 ? "depend" : words[s])).join(", ");
    $("tally").textContent = good
      ? "On " + date + ", as known on " + known + ": " + (tally || "nothing") + "."
      : "With these choices no course of events is left: one goes against what is known, or comes before what it requires.";
  };

  /* The nearest day on which some clause's answer begins. */
  const step = (forward) => {
    const date = $("date").value, known = $("known").value;
    if (date === "" || known === "") return;
    let best = null;
    for (const clause of data.clauses)
      for (const [edge] of holding(clause.strips, known) || []) {
        const day = edge === null ? null : edgeDay(edge, known);
        if (day === null || day === NEVER || (forward ? day <= date : day >= date)) continue;
        if (best === null || (forward ? day < best : day > best)) best = day;
      }
    if (best !== null) { $("date").value = best; show(); }
  };

  const sortRuns = () => {
    const table = $("runs"), heads = [...table.tHead.rows[0].cells];
    heads.forEach((th, i) => {
      const button = element("button", "", th.textContent);
      button.type = "button";
      th.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = th.getAttribute("aria-sort") === "ascending";
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (r) => r.cells[i].dataset.key ?? r.cells[i].textContent;
        const rows = [...table.tBodies[0].rows].sort((x, y) => key(x) < key(y) ? -1 : key(x) > key(y) ? 1 : 0);
        if (down) rows.reverse();
        table.tBodies[0].append(...rows);
      });
    });
  };

  makeEvents();
  sortRuns();
  $("date").value = data.date;
  $("known").value = data.known;
  $("before").addEventListener("click", () => step(false));
  $("after").addEventListener("click", () => step(true));
  for (const id of ["date", "known", "all"]) $(id).addEventListener("input", show);
  $("ask").addEventListener("submit", (e) => e.preventDefault());
  $("ask").hidden = false;
  show();
})();

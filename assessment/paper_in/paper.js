// Typing in by one key an answer. The page works without this as a plain form; with it the form's
// lines come one at a time. What is typed stays in this tab until the sheet is known to be kept.
(() => {
  "use strict";
  const PATIENCE = 10000; // ms until sending is given up
  const OPEN = ""; // no box is ticked

  const main = document.querySelector("main[data-say]");
  if (!main) return;
  const form = main.querySelector("#sheet form");
  const said = JSON.parse(main.dataset.say);
  const state = document.getElementById("state");
  const told = document.getElementById("told");
  const room = main.dataset.room;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const counted = (name, n) => (n === 1 && said[`${name}_one`]) || fill(said[name], { count: n });

  function el(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  // ---- the lines of the sheet, as the form has them
  const lines = [...form.querySelectorAll(".line")].map((line) => {
    const { kind, number, item, about, whom, sign, limit } = line.dataset;
    const boxes = [...line.querySelectorAll("input[type=checkbox]")];
    const options = boxes.length
      ? boxes.map((box, n) => ({ value: box.value, key: String(n + 1), text: box.nextElementSibling.textContent.replace(/^\d+ /, "") }))
      : [...line.querySelectorAll("option[data-key]")].map((option) => ({
          value: option.value, key: option.dataset.key, text: option.textContent.replace(/^\d+ /, ""),
        }));
    const asked = line.querySelector(".asked").cloneNode(true);
    const printed = asked.querySelector("b");
    if (printed) printed.remove();
    const name = kind === "costs" ? "costs" : line.querySelector("select").name;
    return { kind, name, number, item, about, whom, sign, limit: +limit, options, text: asked.textContent.trim() };
  });
  const names = { group: said.group_short, costs: said.costs_short };
  const nameOf = (line) =>
    line.kind === "guess" ? fill(said.guess_short, { number: line.number, group: line.whom }) : names[line.kind] || line.number;

  // ---- what is typed: kept in this tab, so that a reload loses nothing
  const memory = new Map();
  const key = (what) => `seven-paper/${room}/${what}`;
  function read(what) {
    try {
      return JSON.parse(sessionStorage.getItem(key(what)) || "null");
    } catch {
      return memory.get(what) || null;
    }
  }
  function write(what, value) {
    memory.set(what, value);
    try {
      sessionStorage.setItem(key(what), JSON.stringify(value));
    } catch {
      // a browser that keeps nothing: then it waits in this page alone
    }
  }

  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const blank = () => ({ id: newId(), given: {}, at: 0, unsure: false });
  let draft = read("draft") || blank(); // unsure: sent, and nobody knows whether it was kept
  let last = read("last"); // the sheet kept last: its ballot, its number, what was typed
  let sending = false;
  let keptNow = "";
  let ahead = []; // keys that came while a sheet was on its way: they belong to the next one

  const isBlank = () => !Object.keys(draft.given).length;
  const group = () => draft.given.group;
  const shown = () => lines.filter((line) => line.kind !== "guess" || line.about !== group());
  const at = () => Math.min(draft.at, shown().length);
  const current = () => shown()[at()];
  const typed = (line) => draft.given[line.name];

  function keep() {
    write("draft", draft);
    write("last", last);
  }

  // ---- one key, one answer
  function choose(line, value) {
    if (line.kind === "costs") return toggle(line, value);
    draft.given[line.name] = value;
    return go(at() + 1);
  }

  function toggle(line, value) {
    const chosen = typed(line) || [];
    const without = chosen.filter((other) => other !== value);
    if (without.length === chosen.length && chosen.length >= line.limit) return say(said.costs_limit);
    draft.given[line.name] = without.length < chosen.length ? without : [...chosen, value];
    return go(at());
  }

  function leaveOpen(line) {
    if (line.kind === "group") return say(said.no_key);
    draft.given[line.name] = line.kind === "costs" ? [] : OPEN;
    return go(at() + 1);
  }

  function enter() {
    const line = current();
    if (!line) return send();
    if (line.kind === "costs") draft.given.costs ||= [];
    if (typed(line)) return go(at() + 1);
    return leaveOpen(line);
  }

  function go(to) {
    if (sending) return;
    if (draft.unsure && to < shown().length) return say(said.locked);
    draft.at = Math.max(0, to);
    keep();
    say("");
    draw();
  }

  // ---- keeping a sheet, once
  function body() {
    const answers = {};
    const guesses = {};
    for (const line of shown()) {
      const value = typed(line);
      if (line.kind === "item" && value) answers[line.item] = worth(value);
      if (line.kind === "guess" && value) (guesses[line.item] ||= {})[line.about] = worth(value);
    }
    return { id: draft.id, group: group() || "", answers, guesses, costs_most: draft.given.costs || [] };
  }
  // The keys as printed: 1 to 5, and two that stand for a word.
  const WORDS = { 0: "dont_know", 9: "not_applicable" };
  const worth = (value) => WORDS[value] || +value;

  async function post(address, message) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(`${address}?w=${room}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Proof": main.dataset.proof },
        body: JSON.stringify(message),
        signal: stop.signal,
        cache: "no-store",
      });
      return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(late);
    }
  }

  async function exchange(address, message) {
    sending = true;
    state.textContent = said.keeping;
    draw();
    const got = await post(address, message);
    sending = false;
    state.textContent = "";
    return got;
  }

  async function send() {
    if (sending) return;
    draft.unsure = true; // from here on, until there is an answer
    keep();
    say("");
    const got = await exchange("/paper/keep", body());
    if (got.status === 200) return isKept(got);
    const refused = got.said;
    ahead = [];
    draft.unsure = !refused;
    if (got.refused === "kept_before") draft.id = newId();
    keep();
    draw();
    say(refused || said.failed);
  }

  function isKept(got) {
    last = { ballot: got.ballot, number: got.sheets, given: draft.given };
    draft = blank();
    keep();
    keptNow = fill(said.kept, { number: got.sheets });
    renew(got.html);
    draw();
    for (const { key, code } of ahead.splice(0)) press(key, code);
  }

  // ---- taking the last one out, with its answers back on the desk
  async function undo() {
    if (sending) return undefined;
    if (!last) return say(said.nothing_to_undo);
    if (!isBlank()) return say(said.not_blank);
    say("");
    const got = await exchange("/paper/out", { ballot: last.ballot });
    ahead = [];
    // Gone: it was taken out, and the answer to that was lost.
    const out = got.status === 200 || got.refused === "gone";
    const { number, given } = last;
    if (out) {
      draft = { ...blank(), given, at: lines.length };
      last = null;
      keep();
      renew(got.html);
    }
    draw();
    return say(out ? fill(said.taken_out, { number }) : got.said || said.no_answer);
  }

  function renew(html = "") {
    const drawn = new DOMParser().parseFromString(html, "text/html").getElementById("so-far");
    if (drawn) document.getElementById("so-far").replaceWith(drawn);
  }

  // ---- what is to be seen
  const desk = el("div", { id: "desk" });

  function say(sentence) {
    told.textContent = sentence;
  }

  function cap(text, word = false) {
    return el("kbd", { class: word ? "word" : null, "aria-hidden": "true" }, text);
  }

  function card(keycap, text, pressed, act, word = false) {
    const marks = { "aria-pressed": String(pressed), "aria-keyshortcuts": keycap, onclick: act };
    return el("button", { type: "button", class: "card", ...marks }, cap(keycap, word), el("span", {}, text));
  }

  function given(line) {
    const value = typed(line);
    if (value === undefined) return "";
    if (line.kind === "costs") return String(value.length || "–");
    if (value === OPEN) return "–";
    return line.options.find((option) => option.value === value).key;
  }

  function strip() {
    const cells = shown().map((line, n) => {
      const key = given(line);
      const spoken = key === "–" ? said.left_open : key || said.nothing_yet;
      const short = line.kind === "guess" ? [...line.whom][0] : nameOf(line);
      const button = el(
        "button",
        {
          type: "button", "aria-current": n === at() ? "step" : null,
          "aria-label": fill(said.place, { line: nameOf(line), given: spoken }), onclick: () => go(n),
        },
        el("span", {}, short),
        el("b", {}, key),
      );
      return el("li", { class: line.kind }, button);
    });
    return el("ol", { class: "strip" }, ...cells);
  }

  function steps(next) {
    const back = at()
      ? el("button", { type: "button", class: "second", onclick: () => go(at() - 1) }, said.back, cap(said.key_backspace, true))
      : el("span");
    return el("p", { class: "go" }, back, next || el("span"));
  }

  function nextButton(text, act) {
    return el("button", { type: "button", onclick: act, disabled: sending }, text, cap(said.key_enter, true));
  }

  function question(line) {
    const value = typed(line);
    const chosen = (option) => (line.kind === "costs" ? (value || []).includes(option.value) : value === option.value);
    const cards = line.options.map((option) => card(option.key, option.text, chosen(option), () => choose(line, option.value)));
    const ladder = line.kind === "item" ? cards.slice(0, 5) : cards;
    const apart = cards.slice(ladder.length);
    if (line.kind === "item" || line.kind === "guess") {
      apart.push(card(said.key_space, said.left_open, value === OPEN, () => leaveOpen(line), true));
    }
    const number = line.number && line.kind === "item" ? el("b", {}, line.number) : null;
    const over = [line.sign, line.kind === "guess" ? nameOf(line) : null].filter(Boolean).map((text) => el("span", {}, text));
    const done = line.kind === "costs" ? said.costs_done : value ? said.go_on : null;
    return [
      over.length ? el("p", { class: "over" }, ...over) : null,
      el("h2", { tabindex: "-1" }, number || "", el("span", {}, line.text)),
      el("div", { class: "cards" }, ...ladder),
      apart.length ? el("div", { class: "cards apart" }, ...apart) : null,
      line.kind === "costs" ? el("p", { class: "note" }, said.costs_limit) : null,
      steps(done && nextButton(done, enter)),
    ];
  }

  function summary() {
    const counts = { answers: 0, unknown: 0, apart: 0, open: 0, guesses: 0 };
    for (const line of shown()) {
      const value = typed(line);
      if (line.kind === "guess") counts.guesses += value ? 1 : 0;
      if (line.kind !== "item") continue;
      const what = !value ? "open" : { 0: "unknown", 9: "apart" }[value] || "answers";
      counts[what] += 1;
    }
    const parts = Object.entries({ ...counts, costs_named: (draft.given.costs || []).length });
    const told = parts.filter(([name, n]) => n || name === "answers" || name === "open").map(([name, n]) => counted(name, n));
    const who = lines[0].options.find((option) => option.value === group());
    return [
      el("h2", { tabindex: "-1" }, el("span", {}, said.sum_title)),
      el("p", { class: "sum" }, ...[who ? who.text : null, ...told].filter(Boolean).map((text) => el("span", {}, text))),
      el("p", { class: "note" }, draft.unsure ? said.locked : said.sum_lead),
      steps(nextButton(draft.unsure ? said.keep_again : said.keep, send)),
    ];
  }

  function lastOne() {
    if (!last || !isBlank()) return null;
    const button = el("button", { type: "button", class: "second", onclick: undo }, said.undo, el("kbd", { "aria-hidden": "true" }, "U"));
    return el("div", { class: "kept" }, el("p", {}, fill(said.kept, { number: last.number })), button);
  }

  const lead = main.querySelector(".lead");
  const live = el("p", { role: "status", class: "unseen" });

  function draw(focus = true) {
    const line = current();
    const inner = line ? question(line) : summary();
    desk.replaceChildren(...[lastOne(), el("section", { class: "now" }, ...inner.filter(Boolean)), strip()].filter(Boolean));
    lead.hidden = at() > 0;
    if (focus) desk.querySelector("h2").focus({ preventScroll: true });
    if (keptNow) live.textContent = keptNow;
    keptNow = "";
  }

  // ---- the keyboard
  function digit(key, code) {
    if (/^\d$/.test(key)) return key;
    const place = /^(?:Digit|Numpad)(\d)$/.exec(code); // a row of digits that needs Shift
    return place && key.length === 1 ? place[1] : "";
  }

  const KEYS = {
    Enter: enter,
    " ": () => (current() ? leaveOpen(current()) : send()),
    Backspace: () => go(at() - 1),
    u: undo,
    U: undo,
  };

  function press(key, code) {
    const line = current();
    const number = digit(key, code);
    if (!number) return KEYS[key]();
    if (draft.unsure) return say(said.locked);
    const option = line && line.options.find((one) => one.key === number);
    return option ? choose(line, option.value) : say(said.no_key);
  }

  document.addEventListener("keydown", (event) => {
    const { key, code } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!digit(key, code) && !KEYS[key]) return;
    const onButton = event.target.closest("button, a, summary, select");
    if ((key === "Enter" || key === " ") && onButton) return; // that is what it is for
    event.preventDefault();
    if (event.repeat) return; // a key held down is one key
    if (sending) ahead.push({ key, code });
    else press(key, code);
  });

  // ---- the beginning
  const plain = main.querySelector(".kept");
  if (plain) plain.remove();
  form.parentElement.hidden = true;
  form.parentElement.before(live, desk);
  if (draft.unsure) draft.at = lines.length;
  draw(!isBlank());
  if (draft.unsure) say(said.failed);
  else if (!isBlank()) say(said.restored);
})();

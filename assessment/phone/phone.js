// The phone's script. The page works without it as plain forms; with it, an answer is sent at once,
// waits on the phone while there is no network, and the page follows the facilitator by itself.
(() => {
  "use strict";
  const EVERY = 1500; // ms between two looks
  const PATIENCE = 8000; // ms until a request is given up
  const PAUSE = 700; // ms without a key until typed text is sent
  const SHORT = 400; // ms of sending that nobody needs to hear of
  const TAP = 2000; // ms a finger may lie on the page before it is drawn anew all the same
  const HELD = 12000; // ms a tab may hold the turn without a sign of life

  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const state = document.getElementById("state"); // what is saved
  const told = document.getElementById("told"); // what was refused
  const news = document.getElementById("news"); // what a screen reader would not notice
  const me = Math.random().toString(36).slice(2);
  let main = find("main");
  let data = main.dataset;
  let sending = false;
  let reached = true; // whether the last request came through
  let gone = false;
  let known = 0; // when a receipt last said that nothing has moved, as a look would

  // ---- what waits: one entry a message, so that two tabs never overwrite each other's
  const kept = new Map(); // where a browser keeps nothing, or has no room: then in this page alone
  function local(work) {
    try {
      return work(localStorage);
    } catch {
      return undefined;
    }
  }
  const store = {
    get: (key) => kept.get(key) ?? local((l) => l.getItem(key)),
    set: (key, text) => {
      if (!local((l) => [l.setItem(key, text)])) kept.set(key, text);
    },
    remove: (key) => {
      kept.delete(key);
      local((l) => l.removeItem(key));
    },
    keys: () => [...kept.keys(), ...(local(Object.keys) || [])],
  };
  const box = () => `seven/${data.room}/${data.seat}/`;
  const waiting = () => store.keys().filter((k) => k.startsWith(`${box()}q/`)).sort();
  const read = (key) => JSON.parse(store.get(key) || "null");
  const write = (key, entry) => store.set(key, JSON.stringify(entry));

  function enqueue(to, body) {
    const before = waiting();
    for (const key of before) {
      if (read(key)?.to === to) store.remove(key); // the later one counts, whatever became of it
    }
    const last = before.length ? +before[before.length - 1].split("/")[4].split("-")[0] : 0;
    const order = String(Math.max(Date.now(), last + 1)).padStart(15, "0");
    write(`${box()}q/${order}-${me}`, { to, body });
    tell();
    drain();
  }

  function forgetOthers() {
    // Of a seat that was given up nothing may reach the next one.
    const own = data.seat ? box() : "-";
    const here = `seven/${data.room}/`;
    for (const key of store.keys()) if (key.startsWith(here) && !key.startsWith(own)) store.remove(key);
  }

  // ---- one sender at a time, whichever tab
  async function alone(work) {
    if (navigator.locks) {
      const free = (lock) => lock && work(() => {});
      return navigator.locks.request(box(), { ifAvailable: true }, free);
    }
    // Without HTTPS there are no locks: whoever writes its name last has the turn.
    const key = `${box()}turn`;
    const holder = () => (store.get(key) || " 0").split(" ");
    const hold = () => store.set(key, `${me} ${Date.now() + HELD}`);
    if (holder()[0] !== me && +holder()[1] > Date.now()) return undefined;
    hold();
    await wait(40);
    if (holder()[0] !== me) return undefined;
    try {
      return await work(hold);
    } finally {
      if (holder()[0] === me) store.remove(key);
    }
  }

  async function drain() {
    if (sending || gone || !data.seat || !waiting().length) return;
    sending = true;
    try {
      await alone(async (hold) => {
        for (let key; (key = waiting()[0]); ) {
          hold();
          tell();
          if (!(await deliver(key))) break;
        }
      });
    } finally {
      sending = false;
      tell();
    }
  }

  const lastTurn = () => Math.max(+data.turn, +(store.get(`${box()}last`) || 0));

  // What this page does not show yet, of another tab, stays uncounted: the next look draws it.
  function counted(turn, key) {
    store.set(`${box()}last`, String(Math.max(lastTurn(), turn)));
    if (key.endsWith(`-${me}`) && turn === +data.turn + 1) data.turn = turn;
  }

  // Whether the message is dealt with, so that the next one may go.
  async function deliver(key, again = false) {
    const entry = read(key);
    if (!entry) return true;
    if (!entry.body.turn) {
      entry.body.turn = lastTurn() + 1;
      write(key, entry);
      store.set(`${box()}last`, String(entry.body.turn));
    }
    const asked = Date.now();
    const answer = await ask(`/seat/send?w=${data.room}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Proof": data.proof },
      body: JSON.stringify(entry.body),
    });
    if (!answer || answer.status >= 500 || answer.status === 408) return false;
    const got = await answer.json().catch(() => ({}));
    if (answer.ok && got.receipt === "behind") {
      store.set(`${box()}last`, String(Math.max(lastTurn(), got.turn)));
      delete entry.body.turn;
      if (read(key)) write(key, entry);
      return true;
    }
    if (answer.status === 403 && !again) {
      await look(true); // another cookie, another proof
      return gone || deliver(key, true);
    }
    store.remove(key);
    if (answer.ok) {
      counted(got.turn, key);
      if (got.version === +data.version) known = asked;
      if (got.receipt === "late") say(data.late);
      return true;
    }
    say(got.said || data.failed);
    await look(true); // what was refused is no longer shown as chosen
    return true;
  }

  async function ask(address, how = {}) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { ...how, signal: stop.signal, cache: "no-store" });
      reached = true;
      return answer;
    } catch {
      reached = false;
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  // ---- what is said
  let since = 0; // when sending began
  function tell() {
    const count = gone || !data.seat ? 0 : waiting().length;
    let said = "";
    let look = "";
    if (count && sending && reached) {
      since ||= Date.now();
      if (Date.now() - since >= SHORT) said = data.sending;
      else setTimeout(tell, SHORT);
    } else if (count) {
      said = count === 1 ? data.waitingOne : data.waiting.replace("{count}", count);
      look = "waiting";
    } else if (!reached) {
      said = data.offline || "";
      look = "waiting";
    } else if (lastTurn() > 0 && data.saved) {
      said = data.saved;
      look = "saved";
    }
    if (!sending) since = 0;
    if (state.textContent !== said) state.textContent = said;
    state.className = look;
  }

  // Told until the person does the next thing.
  function say(sentence) {
    if (!told.textContent.includes(sentence)) told.textContent = `${told.textContent} ${sentence}`.trim();
  }

  // ---- screens
  const sections = () => all("section[data-kind]", main);
  const current = () => sections().find((s) => !s.hidden);
  const chosen = (section) => find("input:checked", section);
  const own = (section) => find(`[id="${section.id.slice(0, section.id.lastIndexOf("."))}"]`, main);

  function open(section) {
    return section.dataset.kind !== "mirror" || Boolean(chosen(own(section)));
  }

  function show(section, { push = true, focus = true } = {}) {
    if (!section) return;
    for (const other of sections()) other.hidden = other !== section;
    const kind = section.dataset.kind;
    const aside = find(".aside", main);
    if (aside) aside.hidden = kind !== "through" && kind !== "dissent";
    if (kind === "through") review(section);
    news.textContent = "";
    if (push) told.textContent = "";
    if (push) history.pushState(null, "", `/seat?w=${data.room}&i=${section.id.slice(3)}`);
    scrollTo(0, 0);
    if (focus) find("h1, h2", section).focus({ preventScroll: true });
  }

  function step(by) {
    const list = sections();
    for (let at = list.indexOf(current()) + by; list[at]; at += by) {
      if (open(list[at])) return list[at];
    }
    return null;
  }

  // The first page holds the screens of one sign; the others follow it.
  async function go(to) {
    if (!to() && data.part) await look(true);
    show(to());
  }

  // The list at the end, as the answers now are.
  function review(section) {
    let missing = 0;
    for (const link of all("a[data-at]", section)) {
      const answer = chosen(document.getElementById(`at-${link.dataset.at}`));
      const text = find("b", link);
      if (answer) text.textContent = answer.nextElementSibling.textContent;
      link.classList.toggle("none", !answer);
      missing += answer ? 0 : 1;
    }
    const hint = find(".open", section);
    if (hint) hint.hidden = !missing;
  }

  function progress() {
    const bar = find("progress", main);
    if (!bar || data.part) return;
    const done = sections().filter((s) => /item|vote/.test(s.dataset.kind) && chosen(s)).length;
    const text = find(".progress p", main);
    bar.value = done;
    text.textContent = text.dataset.said.replace("{done}", done);
    bar.setAttribute("aria-label", text.textContent);
  }

  // Own answers are locked once one has looked at the other side; no more signs than allowed.
  function limits() {
    for (const section of sections()) {
      if (section.dataset.kind === "mirror" && chosen(section)) {
        for (const input of all("input[type=radio]", own(section))) input.disabled = true;
        const note = find(".locked", own(section));
        if (note) note.hidden = false;
      }
      const group = find("[data-limit]", section);
      if (group) {
        const full = all(":checked", group).length >= +group.dataset.limit;
        for (const input of all("input:not(:checked)", group)) input.disabled = full;
      }
    }
  }

  function counts(area) {
    const count = area.closest("form").querySelector(".count");
    count.textContent = count.dataset.said.replace("{count}", [...area.value].length);
  }

  // ---- messages
  function message(form) {
    const fields = new FormData(form);
    const body = {};
    for (const name of ["kind", "item", "about", "round", "sign", "text"]) {
      if (fields.has(name)) body[name] = fields.get(name);
    }
    for (const name of ["given", "points"]) {
      const value = fields.get(name);
      if (value) body[name] = /^\d$/.test(value) ? +value : value;
    }
    if (body.kind === "costs_most") body.signs = fields.getAll("signs");
    if (body.text) body.text = body.text.replace(/\r\n/g, "\n");
    return body;
  }

  function send(form) {
    const body = message(form);
    if (/answer|vote/.test(body.kind) && !body.given) return;
    if (body.kind === "guess" && !body.points) return;
    told.textContent = "";
    enqueue(form.dataset.to, body);
  }

  // What waits is shown as chosen, also after a reload.
  function overlay() {
    for (const key of waiting()) {
      const entry = read(key);
      const form = entry && all("form[data-to]", main).find((f) => f.dataset.to === entry.to);
      if (!form) continue;
      const { given, points, signs, text } = entry.body;
      for (const input of all("input[type=radio], input[type=checkbox]", form)) {
        input.checked = signs ? signs.includes(input.value) : input.value === String(given ?? points);
      }
      const area = find("textarea", form);
      if (area && text !== undefined) area.value = text;
    }
    progress();
    limits();
    for (const area of all("textarea", main)) counts(area);
  }

  let typing;
  function flush() {
    clearTimeout(typing);
    for (const area of all("textarea[data-dirty]", main)) {
      delete area.dataset.dirty;
      send(area.form);
    }
  }

  // ---- following the facilitator
  function take(html, { focus = false } = {}) {
    flush();
    const here = current();
    const before = data.key;
    const active = main.contains(document.activeElement) ? mark(document.activeElement) : "";
    const drawn = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    main.replaceWith(drawn);
    main = drawn;
    data = main.dataset;
    gone = data.key === "gone";
    if (data.title) document.title = `${data.title} · ${find(".brand span").textContent}`;
    forgetOthers();
    overlay();
    const back = data.key === before && here && document.getElementById(here.id);
    if (back) {
      show(back, { push: false, focus: false });
      const again = active && all("a, button, input, textarea, summary, h1", back);
      if (again) again.find((e) => mark(e) === active)?.focus({ preventScroll: true });
    } else arrive(focus || /^(answer|vote)/.test(data.key));
    tell();
  }

  // Something else is shown. The focus moves when the person acted or a new round has opened.
  function arrive(focus) {
    scrollTo(0, 0);
    const heading = find("section[data-kind]:not([hidden]) :is(h1, h2)", main) || find("h1", main);
    if (focus) heading.focus({ preventScroll: true });
    else news.textContent = find("h1", main).textContent;
  }

  // What tells an element from the others on its screen, however often it is drawn.
  const mark = (e) => [e.tagName, e.name, e.value, e.form?.dataset.to, e.className].join();

  // A page that is drawn anew under a finger would swallow the tap.
  let touched = 0; // when a finger came to lie on the page
  addEventListener("pointerdown", () => (touched = Date.now()));
  for (const end of ["click", "pointercancel"]) addEventListener(end, () => (touched = 0));

  let looking = null;
  async function look(anyway = false) {
    if (looking && !anyway) return;
    await looking;
    looking = glance(anyway).finally(() => (looking = null));
    await looking;
  }

  async function glance(anyway, again = false) {
    if (gone || !data.seat) return;
    const busy = sending || waiting().length ? "&busy" : ""; // it only asks what it is about
    const key = encodeURIComponent(data.key);
    const seen = anyway ? "" : `&v=${data.version}&t=${data.turn}&k=${key}${busy}`;
    const answer = await ask(`/seat/state?w=${data.room}${seen}`);
    tell();
    if (!answer || !/^(200|410)$/.test(answer.status)) return;
    const got = await answer.json().catch(() => null);
    if (!got) return;
    const moved = got.key !== data.key;
    const elsewhere = got.turn > +data.turn && !sending && !waiting().length;
    if (got.html && (moved || elsewhere || anyway)) {
      while (Date.now() - touched < TAP) await wait(20);
      if (got.turn < +data.turn && !again) await glance(anyway, true); // an answer went by
      else take(got.html);
    } else data.version = got.version;
  }

  async function beat() {
    const rest = known + EVERY - Date.now();
    if (rest <= 0 && !document.hidden) {
      drain();
      await look().catch(() => {}); // whatever went wrong, the next look may go well
    }
    if (!gone) setTimeout(beat, rest > 0 ? rest : EVERY * (0.8 + 0.4 * Math.random()));
  }

  function wake() {
    if (document.hidden || !data.seat) return;
    drain();
    look();
  }

  // ---- joining
  async function join(form) {
    const button = find("button", form);
    if (button.disabled) return;
    told.textContent = "";
    button.disabled = true;
    const answer = await ask("/join", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    button.disabled = false;
    const got = answer && (await answer.json().catch(() => null));
    if (!got || !got.html) {
      say(data.failed);
      return;
    }
    const first = !data.seat;
    take(got.html, { focus: true });
    if (data.seat && first) {
      history.replaceState(null, "", `/seat?w=${data.room}`);
      begin();
    }
  }

  // ---- the person
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form || !form.dataset.to || !main.contains(form)) return;
    if (target.matches("textarea")) {
      flush();
      return;
    }
    limits();
    progress();
    send(form);
  });

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea")) return;
    target.dataset.dirty = "1";
    counts(target);
    clearTimeout(typing);
    typing = setTimeout(flush, PAUSE);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".language")) {
      const code = find("form[action='/join'] input[name=code][type=hidden]");
      if (code) form.back.value = `/j/${code.value}`;
      else if (data.seat) form.back.value = location.pathname + location.search;
    } else if (form.getAttribute("action") === "/join") {
      event.preventDefault();
      join(form);
    } else if (form.dataset.to) {
      event.preventDefault();
      flush();
      if (find("textarea", form)) send(form);
      else go(() => step(1));
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.back, a[data-at]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new URL(link.href).searchParams.get("i");
    event.preventDefault();
    go(() => (link.matches(".back") ? step(-1) : document.getElementById(`at-${to}`)));
  });

  addEventListener("popstate", () => {
    const to = new URLSearchParams(location.search).get("i");
    const section = to ? document.getElementById(`at-${to}`) : sections()[0];
    if (section) show(section, { push: false });
  });
  addEventListener("online", wake);
  addEventListener("offline", () => { reached = false; tell(); });
  addEventListener("pageshow", wake);
  addEventListener("pagehide", flush);
  addEventListener("storage", tell);
  document.addEventListener("visibilitychange", () => (document.hidden ? flush() : wake()));

  // ---- the beginning
  const token = location.hash.slice(1);
  if (token && find("form[action='/join']")) {
    history.replaceState(null, "", location.pathname); // the token stays in no history
    find("input[name=door]").value = token;
    if (data.key === "code") join(find("form[action='/join']"));
  }
  if (data.room) forgetOthers();
  document.documentElement.className = "js";
  gone = data.key === "gone";
  if (data.seat) {
    overlay();
    tell();
    begin();
  }

  function begin() {
    if (data.part) look(true);
    setTimeout(beat, EVERY * Math.random());
  }
})();

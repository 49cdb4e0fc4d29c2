// The editor of a day: cards are moved by keys and by mouse, sent as the forms of their pages send it, and the region is
// replaced by what the server answers. Every step is spoken; all words come from the server.

import { listenToPointer } from "./editor-drag.js";
import { STEP, canHold, columnAfter, placeOf, previewOf, same, setPreview, toClock } from "./editor-grid.js";

// Key presses that follow each other make one step: it is saved when they pause.
const PAUSE = 900;

const voice = document.createElement("p");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);

let editor = document.querySelector("[data-editor]");
// What the keys did to a card and is not saved yet: its code, and where it shall be.
let held = null;
let timer = 0;
let sending = Promise.resolve();

const wordsOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
const cardOf = (code) => editor.querySelector(`[data-card="${CSS.escape(code)}"]`);

function say(sentence, card, place) {
  const words = {
    title: card.querySelector("[data-title]").textContent.trim(),
    // Isolated, so that hours keep their order in an Arabic sentence.
    hours: place ? `\u2066${toClock(place.starts)}–${toClock(place.starts + place.minutes)}\u2069` : "",
    room: place ? nameOfRoom(place) : "",
  };
  voice.textContent = editor.dataset[sentence].replace(/\{(\w+)\}/g, (_, name) => words[name]);
}

function nameOfRoom(place) {
  const column = place.isAcross
    ? editor.querySelector("[data-across]")
    : editor.querySelector(`[data-column="${CSS.escape(place.room)}"]`);
  return column?.querySelector("h3").textContent.trim() ?? "";
}

// ── Sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Send fields to an address as a form would, after what is on its way; then show what comes back. */
function send(address, fields) {
  sending = sending.then(async () => {
    editor.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(typeof fields === "function" ? fields() : fields);
      body.set("csrf_token", editor.querySelector("[name=csrf_token]").value);
      await show(await fetch(address, { method: "POST", body, keepalive: true }));
    } catch {
      lost();
    }
    editor.removeAttribute("aria-busy");
  });
  return sending;
}

async function show(answer) {
  const page = parse(await answer.text());
  const problem = page.querySelector("[data-problem]");
  const fresh = page.querySelector("[data-editor]");
  if (fresh) {
    replace(page);
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      history.replaceState(null, "", answer.url);
    }
  } else if (problem || answer.status >= 400) {
    await reload();
    editor.prepend(problem ?? notice(page.querySelector("h1")?.textContent ?? editor.dataset.sayLost));
  } else {
    location.assign(answer.url);
    return;
  }
  const shown = editor.querySelector("[data-problem]");
  if (shown) tellProblem(shown);
}

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

/** The plan as the server has it now, without what could not be saved. */
async function reload() {
  replace(parse(await (await fetch(location.href)).text()));
}

/** Nothing came back: what was shown and is not saved goes back, and the page says so. */
function lost() {
  const code = held?.code;
  held = null;
  for (const old of editor.querySelectorAll("[data-problem]")) old.remove();
  const shown = notice(editor.dataset.sayLost);
  for (const card of editor.querySelectorAll(".plan-card--held")) setPreview(editor, card, placeOf(card));
  if (code) cardOf(code)?.focus({ preventScroll: true });
  editor.prepend(shown);
  tellProblem(shown);
}

function notice(sentence) {
  const problem = document.createElement("div");
  problem.dataset.problem = "";
  problem.tabIndex = -1;
  const box = document.createElement("div");
  box.className = "notice notice--brick";
  const words = document.createElement("p");
  words.textContent = sentence;
  box.append(words);
  problem.append(box);
  return problem;
}

function tellProblem(problem) {
  // Its fields are on another page: the sentences stay, the links to them go.
  for (const link of problem.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(link.hash.slice(1))) link.replaceWith(...link.childNodes);
  }
  for (const one of [problem, ...problem.querySelectorAll("[role=alert], [role=status]")]) one.removeAttribute("role");
  voice.textContent = wordsOf(problem);
  problem.focus();
}

/** Put the region of another page into this one; scroll and focus stay where they are. */
function replace(page) {
  const old = editor;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const code = focused?.dataset.card;
  const inUndo = focused?.closest("[data-undo]");
  const scroll = old.querySelector("[data-scroll]");
  const [top, start] = [scroll.scrollTop, scroll.scrollLeft];
  const height = scroll.getBoundingClientRect().top;
  const found = wordsOf(old.querySelector("[data-found]"));
  const findings = old.querySelector("[data-findings]");
  editor = document.adoptNode(page.querySelector("[data-editor]"));
  old.replaceWith(editor);
  prepare();
  for (const told of document.querySelectorAll("main > .notice")) told.remove();
  const told = [...page.querySelectorAll("main > .notice")];
  for (const one of told) one.removeAttribute("role");
  editor.before(...told);
  // The grid stays under the pointer, whatever is told above it.
  const grid = editor.querySelector("[data-scroll]");
  Object.assign(grid, { scrollTop: top, scrollLeft: start });
  scrollBy({ top: grid.getBoundingClientRect().top - height, behavior: "instant" });
  // What the checks find is spoken when it is something else than before; opened or closed, the list stays so.
  const finds = wordsOf(editor.querySelector("[data-found]"));
  const words = told.map((one) => wordsOf(one.querySelector("p")));
  voice.textContent = (finds === found ? words : [...words, finds]).join(" ");
  if (findings && finds === found) editor.querySelector("[data-findings]").open = findings.open;
  const card = held && cardOf(held.code);
  if (card) setPreview(editor, card, held.place, true);
  else held = null;
  if (!focused) return;
  const target = (code && cardOf(code)) || (inUndo && editor.querySelector("[data-undo] button"));
  (target || editor).focus({ preventScroll: true });
}

function prepare() {
  editor.tabIndex = -1;
  editor.dataset.editorReady = "";
  editor.querySelector("[data-keys]").hidden = false;
  // Arrow keys belong to the cards here, not to a screen reader's own cursor.
  const grid = editor.querySelector("[data-grid]");
  grid.setAttribute("role", "application");
  grid.setAttribute("aria-labelledby", "plan-heading");
  grid.setAttribute("aria-describedby", "plan-keys");
}

/** Save where a card shall be, as the form of its page would: by what the card then says that it had shown. */
function save(code, place) {
  const { place: address, day } = cardOf(code).dataset;
  return send(address, () => ({
    day,
    starts: toClock(place.starts),
    minutes: place.minutes,
    room_id: place.room,
    seen: cardOf(code)?.dataset.seen ?? "",
  }));
}

function act(card, name) {
  held = null;
  clearTimeout(timer);
  return send(card.dataset[name], { seen: card.dataset.seen });
}

// ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function hold(card, place) {
  held = { code: card.dataset.card, place };
  const had = document.activeElement === card;
  setPreview(editor, card, place, true);
  // A card that went into another column lost the focus on its way.
  if (had) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  say("say", card, place);
  clearTimeout(timer);
  timer = setTimeout(release, PAUSE);
}

function release() {
  clearTimeout(timer);
  if (!held) return;
  const { code, place } = held;
  held = null;
  const card = cardOf(code);
  if (card && !same(placeOf(card), place)) save(code, place);
  else if (card) setPreview(editor, card, place);
}

function putBack(card) {
  const place = placeOf(card);
  held = null;
  clearTimeout(timer);
  setPreview(editor, card, place);
  card.focus({ preventScroll: true });
  say(place.starts === null ? "sayList" : "sayBack", card, place.starts === null ? null : place);
}

const MOVES = {
  ArrowUp: (place) => ({ ...place, starts: place.starts - STEP }),
  ArrowDown: (place) => ({ ...place, starts: place.starts + STEP }),
  "Shift ArrowUp": (place) => ({ ...place, minutes: place.minutes - STEP }),
  "Shift ArrowDown": (place) => ({ ...place, minutes: place.minutes + STEP }),
  ArrowLeft: (place) => columnAfter(editor, place, isFromRight() ? 1 : -1),
  ArrowRight: (place) => columnAfter(editor, place, isFromRight() ? -1 : 1),
};

const isFromRight = () => getComputedStyle(editor).direction === "rtl";

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
    const button = editor.querySelector("[data-undo] button");
    if (!button || !editor.contains(event.target) || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    if (held) putBack(cardOf(held.code));
    else button.form.requestSubmit(button);
    return;
  }
  const card = event.target.closest?.("[data-card]");
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[`${event.shiftKey && event.key.startsWith("Arrow") ? "Shift " : ""}${event.key}`];
  if (move) {
    event.preventDefault();
    const now = held?.code === card.dataset.card ? held.place : previewOf(editor, card);
    // What waits in the list comes into the plan with the first key, and is moved by the next ones.
    const next = now.starts === placeOf(card).starts || held ? move(now) : now;
    if (canHold(next)) hold(card, next);
    else say("sayLimit", card, now);
  } else if (event.key === "Escape" && held) {
    putBack(card);
  } else if (event.key === "Delete" && card.dataset.from) {
    event.preventDefault();
    act(card, "unplace");
  } else if (event.key.toLowerCase() === "c") {
    event.preventDefault();
    act(card, "duplicate");
  }
});

document.addEventListener("focusout", (event) => {
  if (held && event.target.dataset?.card === held.code && event.relatedTarget?.dataset?.card !== held.code) {
    // Later, for a card that only went into another column has the focus again by then.
    setTimeout(() => document.activeElement?.dataset?.card !== held?.code && release());
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!editor.contains(form) || form.method !== "post") return;
  event.preventDefault();
  send(form.action, new FormData(form));
});

// A page that is opened shows what was done here: it waits until that is saved.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || !(held || editor.ariaBusy) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  release();
  sending.then(() => location.assign(link.href));
});

addEventListener("pagehide", release);

if (editor) {
  prepare();
  // A day that begins with the end of a night shows its morning first.
  const first = editor.querySelector("[data-grid] [data-from]");
  const grid = editor.querySelector("[data-scroll]");
  if (first && !location.hash) {
    const past = first.getBoundingClientRect().top - grid.getBoundingClientRect().top;
    grid.scrollTop = past > grid.clientHeight / 2 ? past - grid.clientHeight / 3 : 0;
  }
  listenToPointer({
    editor: () => editor,
    begin: () => release(),
    drop: (card, place) => {
      if (!same(placeOf(card), place)) save(card.dataset.card, place);
    },
    unplace: (card) => act(card, "unplace"),
  });
}

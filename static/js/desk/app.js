// The desk's app: opens what this device keeps, takes scans with and without network, and sends them when there is one.

import { Camera, canScan } from "./camera.js";
import { Door } from "./door.js";
import { Journal } from "./journal.js";
import { Line, NoLine, Refused, SignedOut } from "./line.js";
import { Page } from "./page.js";
import * as store from "./store.js";
import { keyOf, lock, seal, unlock, unseal } from "./vault.js";

const root = document.querySelector("[data-desk]");
const { event } = root.dataset;
const page = new Page(root);
const line = new Line(root.dataset);
const inSession = `desk-key-${event}`;
const EVERY = 15_000;

let device = null;
let door = null;
let journal = null;
let key = null;

// ── Opening ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function begin() {
  keepPage();
  device = (await store.get("devices", event)) ?? null;
  if (!device) return page.face("setup");
  const kept = sessionStorage.getItem(inSession) ?? (await keyByLine());
  return kept ? open(kept) : page.face("unlock");
}

/** The device's key for whoever is signed in and belongs to the desk; null without network. */
async function keyByLine() {
  try {
    return (await line.state(device.code)).device.key;
  } catch {
    return null;
  }
}

async function open(base64) {
  sessionStorage.setItem(inSession, base64);
  key = await keyOf(base64);
  journal = new Journal(event, key);
  await journal.load();
  const kept = await store.get("lists", event);
  door = new Door(page, journal, kept ? await unseal(key, kept.sealed) : { people: [], sessions: [], clashes: [] });
  door.taken = () => exchange();
  await door.open(device.session);
  page.part("device").textContent = device.name;
  page.face("door");
  page.line("none", journal.waiting.length);
  await exchange();
  setInterval(exchange, EVERY);
  addEventListener("online", exchange);
  addEventListener("offline", () => page.line("none", journal.waiting.length));
  root.dataset.ready = "yes";
}

page.part("setup").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const { name, pin } = submitted.target.elements;
  if (!name.value.trim()) return complain("setup", page.words.name_missing, name);
  if (pin.value.trim().length < Number(pin.minLength)) return complain("setup", page.words.pin_short, pin);
  try {
    await line.state();
    const made = await line.newDevice(name.value);
    device = { event, code: made.code, name: made.name, locked: await lock(made.key, pin.value) };
    await store.put("devices", device);
    await open(made.key);
  } catch (failure) {
    complain("setup", failure instanceof NoLine ? page.words.line_none : page.words.line_refused, name);
  }
});

page.part("unlock").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const { pin } = submitted.target.elements;
  const opened = await unlock(device.locked, pin.value);
  if (opened) await open(opened);
  else complain("unlock", page.words.pin_wrong, pin);
});

function complain(form, sentence, field) {
  page.part(`${form}-error`).textContent = sentence;
  page.part(`${form}-error`).hidden = false;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

// ── The line ──────────────────────────────────────────────────────────────────────────────────────────────────────

let exchanging = Promise.resolve();
/** One after the other, also where the desk is open in two tabs; what fails once is tried again with the next. */
function exchange() {
  const turn = () => (navigator.locks ? navigator.locks.request(`desk-${event}`, talk) : talk());
  exchanging = exchanging.then(turn).catch((failure) => console.error(failure));
  return exchanging;
}

async function talk() {
  try {
    await take(await line.state(device.code, door.digest));
    if (journal.waiting.length) {
      while (journal.waiting.length) await send();
      await take(await line.state(device.code, door.digest));
      await journal.forgetOld();
    }
    page.line("open", 0);
  } catch (failure) {
    const told = [[NoLine, "none"], [SignedOut, "signed-out"], [Refused, "refused"]].find(([kind]) => failure instanceof kind);
    if (!told) throw failure;
    page.line(told[1], journal.waiting.length);
  }
  rememberWaiting();
}

async function take(state) {
  door.take(state);
  await store.put("lists", { event, sealed: await seal(key, door.list) });
}

async function send() {
  const { results, left_out: leftOut } = await line.send(device.code, journal.waiting);
  for (const { nonce, outcome, sentence, clash } of results) await journal.settle(nonce, differences(nonce, { outcome, sentence, clash }));
  for (const nonce of leftOut) await journal.settle(nonce, { outcome: "refused", sentence: page.words.session_gone, differs: true });
  if (!results.length && !leftOut.length) throw new Refused();
}

/** What the server says, and whether the desk had said something else. */
function differences(nonce, answer) {
  const scan = journal.scans.find((one) => one.nonce === nonce);
  return { ...answer, differs: scan.outcome !== answer.outcome };
}

/** Signing out takes everything away: js/page.js asks first while something waits. */
function rememberWaiting() {
  if (journal.waiting.length) localStorage.setItem("desk-waiting", page.words.leaving);
  else localStorage.removeItem("desk-waiting");
}

// ── The door ──────────────────────────────────────────────────────────────────────────────────────────────────────

page.part("session").addEventListener("change", async ({ target }) => {
  door.choose(target.value);
  device = { ...device, session: target.value };
  await store.put("devices", device);
});

page.part("reading").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  const { words } = submitted.target.elements;
  if (await door.read(words.value)) words.value = "";
  words.focus();
});

const camera = new Camera(page.part("video"));
canScan().then((can) => {
  page.part("camera").hidden = !can;
  page.part("picture-field").hidden = can;
});
page.part("camera").addEventListener("click", async () => {
  if (camera.isOn) camera.stop();
  else await camera.start((text) => door.scanned(text)).catch(() => page.say(page.words.no_camera));
  page.part("video").hidden = !camera.isOn;
  page.part("camera").setAttribute("aria-pressed", String(camera.isOn));
});

page.part("picture").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  target.value = "";
  if (!file) return;
  try {
    await line.state(device.code, door.digest);
    const text = await line.picture(file);
    if (text) await door.scanned(text);
    else page.say(page.words.nothing_read);
  } catch (failure) {
    page.say(failure instanceof NoLine ? page.words.line_none : page.words.nothing_read);
  }
});

// ── The page itself, kept by the service worker ──────────────────────────────────────────────────────────────────

async function keepPage() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ desk: location.pathname });
  navigator.serviceWorker.addEventListener("controllerchange", async () => {
    (await navigator.serviceWorker.ready).active.postMessage({ desk: location.pathname });
  });
  navigator.storage?.persist?.();
}

begin();

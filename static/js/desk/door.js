// One door: the chosen session and way, whom a text means, and what is said at once; the server says it for good.

import { People, looksLikeCode } from "./people.js";
import { signal } from "./signals.js";

const MOST_FOUND = 20;

/** What was read, without what no text holds: a picture may say anything. */
const plain = (text) => text.replace(/[\p{Cc}\p{Cs}]/gu, "");

export class Door {
  #page;
  #journal;
  #people;
  #rooms = new Map();
  #session = "";
  list;
  /** Called when a scan was taken. */
  taken = () => {};

  constructor(page, journal, list) {
    [this.#page, this.#journal, this.list] = [page, journal, list];
    this.#people = new People(list.people);
    page.part("refusal").addEventListener("close", () => this.#refused());
  }

  get digest() {
    return this.list.digest;
  }

  get direction() {
    return this.#page.part("direction").querySelector(":checked").value;
  }

  open(session) {
    this.#session = session ?? this.#likeliest();
    this.#show();
  }

  choose(session) {
    this.#session = session;
    this.#page.found([]);
    this.#page.part("result").hidden = true;
    this.#show();
  }

  /** What the server says now; people who did not change are not sent again. */
  take({ people, digest, sessions, clashes }) {
    if (people) this.#people = new People(people);
    this.list = { people: people ?? this.list.people, digest, sessions, clashes };
    if (!sessions.some((one) => one.code === this.#session)) this.#session = this.#likeliest();
    this.#show();
  }

  /** A code or words that were typed; whether the box can be emptied. */
  async read(text) {
    this.#page.say("");
    this.#page.found([]);
    if (!text.trim()) return false;
    const person = this.#people.withCode(text);
    const found = person ? [] : this.#people.find(text, MOST_FOUND + 1);
    if (person || (!found.length && looksLikeCode(text))) {
      await this.#pass(person, text);
      return true;
    }
    this.#page.found(found.slice(0, MOST_FOUND), {
      direction: () => this.direction,
      pass: (one) => this.#pass(one, one.code),
      refuse: (one) => this.#askWhy(one),
    });
    if (!found.length) this.#page.say(this.#page.words.nobody);
    if (found.length > MOST_FOUND) this.#page.say(this.#page.words.more_people);
    return false;
  }

  /** A code that a camera read. */
  scanned(text) {
    this.#page.say("");
    return this.#pass(this.#people.withCode(text), text);
  }

  async #pass(person, read) {
    const { direction } = this;
    const room = this.#room(this.#session);
    let [outcome, refusal] = [direction, null];
    if (!person) [outcome, refusal] = ["refused", "unknown"];
    else if (direction === "in" && person.state !== "confirmed") [outcome, refusal] = ["refused", "not_confirmed"];
    else if (direction === "in" && room.has(person.code)) outcome = "again";
    else if (direction === "out" && !room.has(person.code)) outcome = "outside";
    await this.#write({ read: plain(read), direction, outcome, refusal: null, why: refusal }, person);
  }

  async #write({ why, ...scan }, person) {
    const kept = await this.#journal.add({ ...scan, session: this.#session, code: person?.code ?? null, name: person?.name ?? "" });
    this.#page.found([]);
    signal(this.#page.result({ ...kept, refusal: why ?? kept.refusal }, person));
    this.#show();
    this.taken();
  }

  #asked = null;
  #askWhy(person) {
    this.#asked = person;
    const dialog = this.#page.part("refusal");
    dialog.returnValue = "";
    this.#page.part("refused-name").textContent = person.name;
    dialog.showModal();
  }

  async #refused() {
    const { returnValue } = this.#page.part("refusal");
    if (returnValue !== "refuse") return;
    const refusal = this.#page.part("reason").value;
    await this.#write({ read: this.#asked.code, direction: "in", outcome: "refused", refusal }, this.#asked);
  }

  /** The session that is on, else the next, else the last. */
  #likeliest() {
    const now = new Date().toISOString();
    const { sessions } = this.list;
    return (sessions.find((one) => new Date(one.ends).toISOString() > now) ?? sessions.at(-1))?.code ?? "";
  }

  /** Who is in a room: as the server said, and by what has still to be sent. */
  #room(session) {
    return this.#rooms.get(session) ?? new Set();
  }

  #show() {
    this.#rooms = new Map(this.list.sessions.map((one) => [one.code, new Set(one.inside)]));
    for (const { session, code, outcome } of this.#journal.waiting) {
      if (outcome === "in") this.#rooms.get(session)?.add(code);
      if (outcome === "out") this.#rooms.get(session)?.delete(code);
    }
    this.#page.sessions(this.list.sessions, this.#session);
    this.#page.tally(this.list.sessions.find((one) => one.code === this.#session), this.#room(this.#session).size);
    this.#page.clashes(this.list.clashes);
    this.#page.scans(this.#journal.scans, this.list.sessions);
  }
}

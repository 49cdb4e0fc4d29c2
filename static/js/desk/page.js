// What the desk shows: the result of a scan, people found, the list of scans, clashes, and how the line stands.

const MOST_LISTED = 12;
const isolated = (text) => `\u2068${text}\u2069`;

export class Page {
  #root;
  #words;
  #hours;

  constructor(root) {
    this.#root = root;
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: root.dataset.hoursIn };
    this.#hours = new Intl.DateTimeFormat("en", clock);
    this.#words = JSON.parse(root.dataset.words);
  }

  get words() {
    return this.#words;
  }

  part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  /** One of the desk's three faces: `setup`, `unlock` or `door`. */
  face(name) {
    for (const one of ["opening", "setup", "unlock", "door"]) this.part(one).hidden = one !== name;
    this.part(name).querySelector("input:not([type=radio]), select")?.focus();
  }

  sentence(scan, person) {
    if (scan.sentence) return scan.sentence;
    if (scan.outcome !== "refused") return this.#words.sentences[scan.outcome].replace("{name}", isolated(scan.name));
    const state = person && scan.refusal === "not_confirmed" ? ` ${this.#words.states[person.state]}` : "";
    return this.#words.refusals[scan.refusal] + state;
  }

  result(scan, person) {
    const { word, tone } = this.#words.outcomes[scan.outcome];
    const box = this.part("result");
    box.className = `desk-result desk-result--${tone}`;
    const shape = this.part(`shape-${tone}`).content.cloneNode(true);
    const head = element("p", "desk-result-word", word);
    const name = element("p", "desk-result-name");
    name.append(element("bdi", "", scan.name || scan.read));
    const facts = person && [person.latin, this.#words.categories[person.category]].filter(Boolean).map((one) => isolated(one));
    box.replaceChildren(shape, head, name, element("p", "", facts ? facts.join(" · ") : ""), element("p", "", this.sentence(scan, person)));
    box.hidden = false;
    return tone;
  }

  /** People whose names fit, each with what can be done. */
  found(people, act) {
    const list = this.part("found");
    list.replaceChildren(
      ...people.map((person) => {
        const row = element("li", "desk-person");
        const names = element("div");
        const name = element("p");
        name.append(strong(person.name));
        const facts = [person.latin, this.#words.categories[person.category], this.#words.states[person.state]];
        names.append(name, element("p", "quiet", facts.filter(Boolean).map(isolated).join(" · ")));
        const buttons = element("div", "cluster");
        for (const what of ["pass", "refuse"]) {
          const label = what === "pass" ? this.#words[`pass_${act.direction()}`] : this.#words.refuse;
          const button = element("button", `button${what === "pass" ? "" : " button--quiet"}`, label);
          button.type = "button";
          button.append(element("span", "visually-hidden", ` ${person.name}`));
          button.addEventListener("click", () => act[what](person));
          buttons.append(button);
        }
        row.append(names, buttons);
        return row;
      }),
    );
    list.hidden = !people.length;
  }

  say(text) {
    this.part("said").textContent = text;
  }

  sessions(sessions, chosen) {
    const select = this.part("session");
    select.replaceChildren(...sessions.map(({ code, day, hours, title }) => new Option(`${isolated(`${day} ${hours}`)} · ${isolated(title)}`, code)));
    if (chosen) select.value = chosen;
  }

  tally(session, inside) {
    if (!session) return;
    const { capacity } = session;
    const words = capacity ? this.#words.tally_of : this.#words.tally;
    this.part("tally").textContent = words.replace("{inside}", inside).replace("{capacity}", capacity ?? "");
    this.part("full").hidden = !capacity || inside < capacity;
  }

  /** `line` is "open", "none", "signed-out" or "refused". */
  line(line, waiting) {
    this.#root.dataset.line = line;
    this.#root.dataset.waiting = waiting;
    this.part("line").textContent = this.#words[`line_${line}`];
    this.part("line").className = `badge badge--${line === "open" ? "leaf" : "saffron"}`;
    this.part("waiting").textContent = waiting ? this.#words.waiting.replace("{count}", waiting) : this.#words.all_sent;
    this.part("sign-in").hidden = line !== "signed-out";
  }

  clashes(clashes) {
    this.part("clashes").hidden = !clashes.length;
    this.part("clash-list").replaceChildren(...clashes.map((one) => element("li", "", one.sentence)));
  }

  scans(scans, sessions) {
    const list = this.part("scans");
    const recent = scans.slice(-MOST_LISTED).reverse();
    list.replaceChildren(
      ...recent.map((scan) => {
        const { word, tone } = this.#words.outcomes[scan.outcome];
        const row = element("li", "desk-person");
        const text = element("div");
        const head = element("p");
        head.append(strong(scan.name || scan.read));
        const hour = this.#hours.format(new Date(scan.at));
        const where = sessions.find((one) => one.code === scan.session)?.title ?? scan.session;
        const facts = [hour, where, scan.sent ? "" : this.#words.not_sent].filter(Boolean).map(isolated);
        text.append(head, element("p", "quiet", facts.join(" · ")), element("p", "quiet", scan.differs ? this.sentence(scan) : ""));
        const badges = element("p", "cluster");
        badges.append(element("span", `badge badge--${tone}`, word));
        row.append(text, badges);
        return row;
      }),
    );
    this.part("no-scans").hidden = recent.length > 0;
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function strong(text) {
  const made = element("strong");
  made.append(element("bdi", "", text));
  return made;
}

// Draws what depends on the reader's clock over a page that everybody shares: "on now", "next", and the local hour.
//
//   <li data-start="2021-07-05T08:30:00Z" data-end="…">          a slot or a card
//     <span data-now hidden>On now</span> <span data-next hidden>Next</span>
//     <time datetime="2021-07-05T08:30:00Z" data-zone="Africa/Tunis">09:30</time>
//     <p data-local="Yours: {hours}" hidden></p>                 the reader's hours of that slot
//   <p data-zone-note="Africa/Tunis" data-later="Yours: {city}, {difference} later." data-later-hour="Yours: {city},
//      one hour later." data-earlier data-earlier-hour data-cities='{"Africa/Cairo": "القاهرة"}'>Times in Tunis…</p>
//
// The words stand in the page, so the server translates them. `data-clock` on <html> sets another now.

const page = document.documentElement;
const language = `${page.lang}-u-nu-latn`;
const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
const ahead = page.dataset.clock ? Date.parse(page.dataset.clock) - Date.now() : 0;
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const formats = new Map();
function parts(instant, zone) {
  if (!formats.has(zone)) {
    formats.set(
      zone,
      new Intl.DateTimeFormat("en-u-nu-latn", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
      }),
    );
  }
  return Object.fromEntries(formats.get(zone).formatToParts(instant).map((part) => [part.type, part.value]));
}

/** Minutes by which a zone's clock is ahead of UTC at an instant. */
function offset(instant, zone) {
  const { year, month, day, hour, minute } = parts(instant, zone);
  return Math.round((Date.UTC(year, month - 1, day, hour, minute) - instant) / 60000);
}

function drawNow() {
  const now = Date.now() + ahead;
  const slots = [...document.querySelectorAll("[data-start][data-end]")].map((element) => ({
    element,
    start: Date.parse(element.dataset.start),
    end: Date.parse(element.dataset.end),
  }));
  const soon = slots.map((slot) => slot.start).filter((start) => start > now && start - now < 12 * 3600e3);
  const next = Math.min(...soon);
  for (const { element, start, end } of slots) {
    const running = start <= now && now < end;
    for (const card of element.matches(".session") ? [element] : element.querySelectorAll(".session")) {
      card.classList.toggle("session--now", running && !card.matches(".session--cancelled, .session--break"));
      card.classList.toggle("session--past", end <= now);
    }
    for (const badge of element.querySelectorAll("[data-now]")) badge.hidden = !running;
    for (const badge of element.querySelectorAll("[data-next]")) badge.hidden = start !== next;
  }
}

function drawLocalHours() {
  for (const element of document.querySelectorAll("[data-local]")) {
    const times = [...element.closest("[data-start]").querySelectorAll("time[data-zone]")];
    if (!times.length) continue;
    const hours = times.map((time) => {
      const instant = Date.parse(time.dateTime);
      const there = parts(instant, time.dataset.zone);
      const here = parts(instant, mine);
      const said = (options) => new Intl.DateTimeFormat(language, { timeZone: mine, ...options }).format(instant);
      return {
        text: said({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
        weekday: there.day === here.day ? "" : `${said({ weekday: "short" })} `,
        differs: offset(instant, mine) !== offset(instant, time.dataset.zone),
      };
    });
    element.hidden = !hours.some((hour) => hour.differs);
    // Hours are isolated and written one way, or they turn round inside Arabic lines; weekdays stay outside.
    const oneWay = (text) => `\u2066${text}\u2069`;
    const joined = hours.some((hour) => hour.weekday)
      ? hours.map((hour) => hour.weekday + oneWay(hour.text)).join("–")
      : oneWay([...new Set(hours.map((hour) => hour.text))].join("\u2060–\u2060"));
    element.textContent = fill(element.dataset.local, { hours: joined });
  }
}

function drawNote(note) {
  const first = document.querySelector("time[data-zone]");
  const instant = first ? Date.parse(first.dateTime) : Date.now() + ahead;
  const minutes = offset(instant, mine) - offset(instant, note.dataset.zoneNote);
  if (!minutes) return;
  const cities = JSON.parse(note.dataset.cities || "{}");
  const unit = (value, name) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
  const size = Math.abs(minutes);
  const difference = [
    [Math.floor(size / 60), "hour"],
    [size % 60, "minute"],
  ]
    .filter(([value]) => value)
    .map(([value, name]) => unit(value, name))
    .join(" ");
  const way = minutes > 0 ? "later" : "earlier";
  const template = (size === 60 && note.dataset[`${way}Hour`]) || note.dataset[way];
  const words = document.createElement("span");
  words.textContent = fill(template, {
    city: `\u2068${cities[mine] ?? mine.split("/").pop().replaceAll("_", " ")}\u2069`,
    difference,
  });
  note.querySelector("[data-yours]").replaceChildren(words);
}

drawNow();
setInterval(drawNow, 30000);
drawLocalHours();
document.querySelectorAll("[data-zone-note]").forEach(drawNote);

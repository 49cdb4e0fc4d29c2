// Where a card of the editor is, was and shall be: minutes since midnight by the event's clocks, length, column.

export const STEP = 5;
const ROWS_AN_HOUR = 60 / STEP;
const DAY = 24 * 60;
const MORNING = 9 * 60;

export const toMinutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

export function toClock(minutes) {
  const past = ((minutes % DAY) + DAY) % DAY;
  return `${String(Math.floor(past / 60)).padStart(2, "0")}:${String(past % 60).padStart(2, "0")}`;
}

/** Where the server has a card; `starts` is null for one that waits in the list. */
export function placeOf(card) {
  return {
    starts: card.dataset.from ? toMinutes(card.dataset.from) : null,
    minutes: Number(card.dataset.minutes),
    room: card.dataset.room,
    isAcross: card.dataset.everywhere !== undefined,
  };
}

/** Like `placeOf`; one that waits is proposed after the last session of its column, or of the first. */
export function previewOf(editor, card) {
  const place = placeOf(card);
  if (place.starts !== null) return place;
  const columns = columnsOf(editor);
  const own = columns.find((one) => one.dataset.column === place.room) ?? columns[0];
  const column = place.isAcross ? editor.querySelector("[data-across]") : own;
  const ends = [...column.querySelectorAll("[data-from]")].map((one) => {
    const { starts, minutes } = placeOf(one);
    return starts + minutes;
  });
  return { ...place, starts: Math.min(Math.max(MORNING, ...ends), DAY - STEP), room: column.dataset.column ?? "" };
}

export const same = (one, other) =>
  one.starts === other.starts && one.minutes === other.minutes && one.room === other.room;

export const canHold = (place) =>
  place !== null && place.starts >= 0 && place.starts < DAY && place.minutes > 0 && place.minutes <= DAY;

export const columnsOf = (editor) => [...editor.querySelectorAll("[data-column]")];

/** The same hours in the column beside, or null where there is none; a break of all rooms has no column beside it. */
export function columnAfter(editor, place, step) {
  if (place.isAcross) return null;
  const columns = columnsOf(editor);
  const here = columns.findIndex((one) => one.dataset.column === place.room);
  const next = columns[here + step];
  return next ? { ...place, room: next.dataset.column } : null;
}

/** Show a card at a place; `isHeld` marks it as not saved yet. Without hours it goes back into the list. */
export function setPreview(editor, card, place, isHeld = false) {
  const item = card.closest("li");
  const list = listOf(editor, place);
  if (item.parentElement !== list) list.append(item);
  card.classList.toggle("plan-card--held", isHeld);
  // It may be beside others now: the grid finds it a lane.
  item.classList.remove("is-alone");
  const hours = card.querySelector("[data-hours]");
  hours.dataset.hours ||= hours.textContent;
  hours.dir = place.starts === null ? "auto" : "ltr";
  if (place.starts === null) {
    hours.textContent = hours.dataset.hours;
    return;
  }
  const first = Number(editor.querySelector("[data-grid]").dataset.first) * ROWS_AN_HOUR;
  const row = Math.max(Math.floor(place.starts / STEP) - first, 0);
  const rows = Math.max(Math.ceil(place.minutes / STEP), 1);
  // What the classes of editor.css set, for a place that the server has not heard of yet.
  for (const [name, value] of [["--hour", 0], ["--past", row], ["--hours", 0], ["--rest", rows]]) {
    item.style.setProperty(name, value);
  }
  hours.textContent = `${toClock(place.starts)}–${toClock(place.starts + place.minutes)}`;
}

function listOf(editor, place) {
  if (place.starts === null) return editor.querySelector("[data-waiting] ol");
  const column = place.isAcross
    ? editor.querySelector("[data-across]")
    : editor.querySelector(`[data-column="${CSS.escape(place.room)}"]`);
  return (column ?? columnsOf(editor)[0]).querySelector("ol");
}

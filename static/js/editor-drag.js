// Cards of the editor under the mouse, a pen or a finger: dragged to another hour and room, out of the list and into it,
// and lengthened by their lower edge. A finger on a card scrolls or opens its page: it drags by the card's grip, which
// editor.css shows and keeps from scrolling where there are fingers.

import { STEP, columnsOf, placeOf, previewOf, same, setPreview } from "./editor-grid.js";

const THRESHOLD = 4;
const NEAR_EDGE = 40;
const LAST = 24 * 60 - STEP;

/** `host` names the editor as it is now, and does what a drag came to: begin, drop, unplace. */
export function listenToPointer(host) {
  let drag = null;
  let dropped = false;

  document.addEventListener("pointerdown", (event) => {
    dropped = false;
    if (event.button !== 0 || !event.isPrimary || !host.editor().contains(event.target)) return;
    const edge = event.target.closest("[data-edge]");
    if (event.pointerType === "touch" && !edge && !event.target.closest("[data-grip]")) return;
    const card = edge ? edge.closest("li").querySelector("[data-card]") : event.target.closest("[data-card]");
    if (!card) return;
    if (edge) event.preventDefault();
    // The card may go into another list on its way: a finger is not held to what it touched first.
    if (event.target.hasPointerCapture(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
    drag = { card, edge, x: event.clientX, y: event.clientY, origin: placeOf(card), place: null, isOn: false };
    drag.grip = event.clientY - card.getBoundingClientRect().top;
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.isOn) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < THRESHOLD) return;
      host.begin();
      drag.isOn = true;
    }
    if (!drag.card.isConnected) {
      // The plan was replaced meanwhile: what the keys had moved is saved by now.
      const card = host.editor().querySelector(`[data-card="${CSS.escape(drag.card.dataset.card)}"]`);
      drag = card && { ...drag, card, origin: placeOf(card) };
      if (!drag) return;
    }
    event.preventDefault();
    scrollNear(event);
    drag.isOverList = !drag.edge && isOver(host.editor().querySelector("[data-waiting]"), event);
    drag.place = drag.edge ? longer(event) : drag.isOverList ? { ...drag.origin, starts: null } : under(event);
    aim(drag);
    setPreview(host.editor(), drag.card, drag.place ?? drag.origin, drag.place !== null);
  });

  document.addEventListener("pointerup", () => {
    if (!drag?.isOn) {
      drag = null;
      return;
    }
    dropped = true;
    const { card, origin, place, isOverList } = drag;
    aim(null);
    drag = null;
    if (isOverList && origin.starts !== null) host.unplace(card);
    else if (place && !isOverList && !same(place, origin)) host.drop(card, place);
    else setPreview(host.editor(), card, origin);
  });

  for (const name of ["pointercancel", "keydown"]) {
    document.addEventListener(name, (event) => {
      if (!drag || (name === "keydown" && event.key !== "Escape")) return;
      if (drag.isOn) {
        dropped = true;
        aim(null);
        setPreview(host.editor(), drag.card, drag.origin);
      }
      drag = null;
    });
  }

  // A finger that rests on a grip asks for no menu.
  document.addEventListener("contextmenu", (event) => drag && event.preventDefault());

  // The click that ends a drag opens nothing.
  document.addEventListener(
    "click",
    (event) => {
      if (dropped && event.target.closest("[data-card]")) event.preventDefault();
      dropped = false;
    },
    true,
  );

  function rowHeight() {
    return host.editor().querySelector(".plan-hours li").getBoundingClientRect().height / (60 / STEP);
  }

  /** The hour and room under the pointer, or null beside the grid. */
  function under(event) {
    if (!isOver(host.editor().querySelector("[data-scroll]"), event)) return null;
    const columns = columnsOf(host.editor());
    const column = columns.find((one) => {
      const { left, right } = one.getBoundingClientRect();
      return event.clientX >= left && event.clientX < right;
    });
    if (!column) return null;
    const { top } = column.querySelector("ol").getBoundingClientRect();
    const first = Number(host.editor().querySelector("[data-grid]").dataset.first) * 60;
    const grip = drag.origin.starts === null ? rowHeight() : drag.grip;
    const starts = first + Math.round((event.clientY - grip - top) / rowHeight()) * STEP;
    const from = previewOf(host.editor(), drag.card);
    const room = drag.origin.isAcross ? drag.origin.room : column.dataset.column;
    return { ...from, isAcross: drag.origin.isAcross, starts: Math.min(Math.max(starts, 0), LAST), room };
  }

  function longer(event) {
    const rows = Math.round((event.clientY - drag.y) / rowHeight());
    return { ...drag.origin, minutes: Math.min(Math.max(drag.origin.minutes + rows * STEP, STEP), 24 * 60) };
  }

  function scrollNear(event) {
    const scroll = host.editor().querySelector("[data-scroll]");
    const { left, right, top, bottom } = scroll.getBoundingClientRect();
    if (event.clientY < top || event.clientY > bottom) return;
    if (event.clientY > bottom - NEAR_EDGE) scroll.scrollTop += 12;
    else if (event.clientY < top + NEAR_EDGE) scroll.scrollTop -= 12;
    if (event.clientX > right - NEAR_EDGE && event.clientX <= right) scroll.scrollLeft += 12;
    else if (event.clientX < left + NEAR_EDGE && event.clientX >= left) scroll.scrollLeft -= 12;
  }

  /** Show where the card would fall. */
  function aim(dragged) {
    const room = dragged?.place && !dragged.isOverList && !dragged.edge ? dragged.place.room : null;
    for (const column of columnsOf(host.editor())) {
      column.classList.toggle("plan-column--aim", column.dataset.column === room);
    }
    host.editor().querySelector("[data-waiting]").classList.toggle("plan-waiting--aim", Boolean(dragged?.isOverList));
  }

  function isOver(element, event) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  }
}

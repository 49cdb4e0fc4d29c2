// Draws what is on now and what comes next in each room, from the sessions that stand on the page.
//
//   <section data-running data-now="Now" data-next="Next, {hour}"><h2><a href="…/agenda/now">Now and next</a></h2></section>
//
// Without JavaScript, and on another day, the link leads to the page that the server draws.

const part = document.querySelector("[data-running]");
const clock = document.documentElement.dataset.clock;
const ahead = clock ? Date.parse(clock) - Date.now() : 0;
const soon = 12 * 3600e3;

const sessions = [...document.querySelectorAll(".session:not(.session--break, .session--cancelled)")].map((card) => {
  const { start, end } = card.closest("[data-start]").dataset;
  return {
    room: card.dataset.room ?? "",
    title: card.querySelector(".session-title a"),
    hour: card.closest("[data-start]").querySelector("time")?.textContent ?? "",
    start: Date.parse(start),
    end: Date.parse(end),
  };
});
const rooms = [...new Set(sessions.map((session) => session.room))];

function line(words, session) {
  const paragraph = document.createElement("p");
  const label = document.createElement("strong");
  label.textContent = words.replace("{hour}", `\u2066${session.hour}\u2069`);
  paragraph.append(label, " ", session.title.cloneNode(true));
  return paragraph;
}

function draw() {
  const now = Date.now() + ahead;
  const list = document.createElement("ul");
  list.setAttribute("role", "list");
  for (const room of rooms) {
    const mine = sessions.filter((session) => session.room === room);
    const running = mine.filter((session) => session.start <= now && now < session.end);
    const coming = mine.filter((session) => session.start > now && session.start - now < soon);
    const first = Math.min(...coming.map((session) => session.start));
    const lines = [
      ...running.map((session) => line(part.dataset.now, session)),
      ...coming.filter((session) => session.start === first).map((session) => line(part.dataset.next, session)),
    ];
    if (!lines.length) continue;
    const item = document.createElement("li");
    if (room) item.append(Object.assign(document.createElement("p"), { className: "quiet", textContent: room }));
    item.append(...lines);
    list.append(item);
  }
  part.querySelector("ul")?.remove();
  if (list.children.length) part.append(list);
}

draw();
setInterval(draw, 30000);

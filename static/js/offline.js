// Lets the service worker keep this page of the agenda, and says how old a page is that came from there.
//
//   <html data-saved-at="2021-07-05T13:05:00Z">          written by the worker
//   <div data-offline="Saved at {hour}, no connection." data-offline-day="Saved on {day} at {hour}, no connection." hidden>

const note = document.querySelector("[data-offline]");
const savedAt = document.documentElement.dataset.savedAt;

if (savedAt) {
  const instant = new Date(savedAt);
  const language = `${document.documentElement.lang}-u-nu-latn`;
  const said = (options) => `\u2068${new Intl.DateTimeFormat(language, options).format(instant)}\u2069`;
  const isToday = instant.toDateString() === new Date().toDateString();
  note.textContent = (isToday ? note.dataset.offline : note.dataset.offlineDay)
    .replace("{hour}", said({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }))
    .replace("{day}", said({ day: "numeric", month: "long" }));
  note.className = "notice notice--saffron";
  note.hidden = false;
} else if (navigator.serviceWorker) {
  addEventListener("load", keep);
  if (document.readyState === "complete") keep();
}

async function keep() {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((one) => one.name);
  active.postMessage({ page: location.href, files: files.filter((one) => new URL(one).origin === location.origin) });
}

// The screen in a room: when the minute is over the next code is fetched and drawn in place of the old one.

const PAUSE = 5000;
let screen = document.querySelector("[data-screen]");

async function next() {
  let seconds = PAUSE / 1000;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-screen]");
    if (fresh) {
      screen.replaceWith(fresh);
      screen = fresh;
      seconds = Number(fresh.dataset.seconds);
    }
  } catch {
    // Without network the old code stays until there is one again: nobody can be checked in meanwhile anyway.
  }
  setTimeout(next, seconds * 1000 + 200);
}

setTimeout(next, Number(screen.dataset.seconds) * 1000 + 200);
navigator.wakeLock?.request("screen").catch(() => {});

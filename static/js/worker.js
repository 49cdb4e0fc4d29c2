// The service worker: keeps the agenda's public pages that were seen, and gives them back when there is no connection.
//
// /sw.js puts `settings` before this: the digest of the static files, the words of each language. Pages are fetched for
// keeping without cookies, and kept only where the answer is everybody's (not `private`, not `no-store`): what belongs to
// somebody signed in, to a link or to organisers never comes here. With new static files all that was kept goes.
//
// The desk's page is kept as well, asked for with cookies because only the desk's people may open it: it names nobody.

const pages = `pages-${settings.digest}`;
const files = `files-${settings.digest}`;
const desks = `desks-${settings.digest}`;
const desk = new RegExp(`^/(${settings.languages.join("|")})/[a-z0-9-]+/desk$`);
const deskPatience = 4000;
const agenda = new RegExp(`^/(${settings.languages.join("|")})/[a-z0-9-]+/agenda(/[A-Za-z0-9-]+)?$`);
const notKept = /\/agenda\/(changes|mine|now|preview|print|programme|zones)(\.\w+)?$/;
const mostPages = 60;

const isKept = (url) =>
  url.origin === location.origin && agenda.test(url.pathname) && !notKept.test(url.pathname) && !/[?&](mine|q)=/.test(url.search);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(files).then((cache) => cache.addAll(settings.style)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => ![pages, files, desks].includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A page that was opened asks to be kept, with the files that it needs.
self.addEventListener("message", (event) => {
  if (event.data.desk) return event.waitUntil(keepDesk(new URL(event.data.desk, location.origin)));
  const url = new URL(event.data.page, location.origin);
  if (isKept(url)) event.waitUntil(keep(url, event.data.files));
});

async function keep(url, needed) {
  const answer = await fetch(url.pathname + url.search, { credentials: "omit" });
  const rule = answer.headers.get("Cache-Control") ?? "";
  if (!answer.ok || answer.redirected || /private|no-store/.test(rule)) return;
  const headers = new Headers(answer.headers);
  headers.set("X-Saved-At", new Date().toISOString());
  headers.delete("Content-Encoding");
  const cache = await caches.open(pages);
  await cache.delete(answer.url);
  await cache.put(answer.url, new Response(await answer.blob(), { headers }));
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - mostPages)).map((one) => cache.delete(one)));
  const store = await caches.open(files);
  for (const file of needed.filter((one) => new URL(one).pathname.startsWith(`/static/${settings.digest}/`))) {
    if (!(await store.match(file))) await store.add(file);
  }
}

/** The desk's page with every file that it names: its modules stand in it one by one. */
async function keepDesk(url) {
  if (!desk.test(url.pathname)) return;
  const answer = await fetch(url.pathname);
  if (!answer.ok || answer.redirected || /no-store/.test(answer.headers.get("Cache-Control") ?? "")) return;
  const html = await answer.text();
  const store = await caches.open(files);
  for (const [, file] of html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) {
    if (!(await store.match(file))) await store.add(file);
  }
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  await (await caches.open(desks)).put(url.pathname, new Response(html, { headers }));
}

/** The desk from the network where that answers soon, else as it was kept. */
async function openDesk(request, url) {
  const known = await (await caches.open(desks)).match(url.pathname);
  const asked = fetch(request);
  if (!known) return asked.catch(() => nothing(url, []));
  const late = new Promise((resolve) => setTimeout(() => resolve(known), deskPatience));
  return Promise.race([asked.catch(() => known), late]);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then((known) => known ?? fetch(event.request)));
  } else if (event.request.mode === "navigate" && desk.test(url.pathname)) {
    event.respondWith(openDesk(event.request, url));
  } else if (event.request.mode === "navigate" && agenda.test(url.pathname)) {
    event.respondWith(fetch(event.request).catch(() => saved(url)));
  }
});

/** The kept page, told when it was kept (js/offline.js says so); else a page that leads to what was kept. */
async function saved(url) {
  const cache = await caches.open(pages);
  const known = isKept(url) && (await cache.match(url.pathname + url.search, { ignoreVary: true }));
  if (!known) return nothing(url, await cache.keys());
  const html = await known.text();
  const marked = html.replace("<html ", `<html data-saved-at="${known.headers.get("X-Saved-At")}" `);
  return new Response(marked, { headers: known.headers });
}

function nothing(url, kept) {
  const code = url.pathname.split("/")[1];
  const words = settings.words[code];
  const home = url.pathname.split("/").slice(0, 4).join("/");
  const found = kept.map((one) => new URL(one.url)).filter((one) => one.pathname === home).pop();
  const links = [
    found && `<p><a href="${found.pathname}${found.search.replaceAll("&", "&amp;")}">${words.saved}</a></p>`,
    `<p><a href="">${words.again}</a></p>`,
  ];
  const styles = settings.style.map((one) => `<link rel="stylesheet" href="${one}">`);
  const html = `<!doctype html><html lang="${code}" dir="${words.dir}"><head><meta charset="utf-8"><title>${words.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${styles.join("")}</head>
<body><main class="wrap content stack"><h1>${words.title}</h1><p>${words.text}</p>${links.filter(Boolean).join("")}</main></body></html>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

// Sends a file in pieces by the tus protocol, and goes on after a broken line, a restart of the server or a new page.
//
// What is on its way is remembered in localStorage by the file's name, size and date; the address of an upload opens
// nothing without the page's own link, so only its last part is kept.

const PIECE = 5 * 1024 * 1024;
const KEPT = "uploads";
const MOST = 10;
const LONGEST_WAIT = 15_000;

/** A refusal in the server's words, after which trying again is of no use. */
export class Refused extends Error {}
/** The person said that the file is not to be sent. */
export class Cancelled extends Error {}

class Broken extends Error {}

export class Transfer {
  #file;
  #endpoint;
  #token;
  #tell;
  #request = null;
  #paused = null;
  #resume = () => {};
  #cancelled = false;

  /** `tell(state, bytes)` hears "sending", "paused" and "waiting" with how much has arrived. */
  constructor(file, { endpoint, token, tell }) {
    [this.#file, this.#endpoint, this.#token, this.#tell] = [file, endpoint, token, tell];
  }

  /** Resolves to the upload's code once all of the file is there. Throws Refused and Cancelled. */
  async send() {
    let offset = 0;
    for (let failures = 0; ; ) {
      try {
        this.#mayGoOn();
        const url = await this.#address();
        offset = await this.#offset(url);
        while (offset < this.#file.size) {
          await this.#paused;
          this.#mayGoOn();
          offset = await this.#piece(url, offset);
          failures = 0;
        }
        return codeOf(url);
      } catch (failure) {
        if (!(failure instanceof Broken)) throw failure;
        this.#mayGoOn();
        if (this.#paused) {
          await this.#paused;
          continue;
        }
        this.#tell("waiting", offset);
        await pause(Math.min(LONGEST_WAIT, 500 * 2 ** failures));
        failures += 1;
      }
    }
  }

  pause() {
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
    this.#request?.abort();
  }

  resume() {
    this.#paused = null;
    this.#resume();
  }

  /** Ends the upload here and on the server. */
  async cancel() {
    this.#cancelled = true;
    this.#request?.abort();
    this.resume();
    const code = remembered()[fingerprint(this.#file)]?.code;
    this.forget();
    if (code) await this.#ask("DELETE", `${this.#endpoint}/${code}`).catch(() => {});
  }

  forget() {
    const kept = remembered();
    delete kept[fingerprint(this.#file)];
    remember(kept);
  }

  #mayGoOn() {
    if (this.#cancelled) throw new Cancelled();
  }

  /** The address of the upload that was begun before, else of a new one. */
  async #address() {
    const known = remembered()[fingerprint(this.#file)]?.code;
    if (known) {
      const url = `${this.#endpoint}/${known}`;
      const answer = await this.#ask("HEAD", url);
      if (answer.status === 200 && Number(answer.getResponseHeader("Upload-Length")) === this.#file.size) return url;
    }
    const headers = { "Upload-Length": this.#file.size, "Upload-Metadata": `filename ${base64(this.#file.name)}` };
    const answer = await this.#ask("POST", this.#endpoint, headers);
    if (answer.status !== 201) throw new Refused(sentence(answer));
    const url = answer.getResponseHeader("Location");
    remember({ ...remembered(), [fingerprint(this.#file)]: { code: codeOf(url), name: this.#file.name } });
    return url;
  }

  async #offset(url) {
    const answer = await this.#ask("HEAD", url);
    if (answer.status !== 200) throw new Broken();
    return Number(answer.getResponseHeader("Upload-Offset"));
  }

  async #piece(url, offset) {
    const body = this.#file.slice(offset, offset + PIECE);
    this.#tell("sending", offset);
    const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    const answer = await this.#ask("PATCH", url, headers, body, (sent) => this.#tell("sending", offset + sent));
    if (answer.status === 204) return Number(answer.getResponseHeader("Upload-Offset"));
    // Another window sends the same file: the server says how far it is.
    if (answer.status === 409) return this.#offset(url);
    throw new Refused(sentence(answer));
  }

  #ask(method, url, headers = {}, body = null, progress = null) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      request.open(method, url);
      const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.#token, ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      if (progress) request.upload.addEventListener("progress", (event) => progress(event.loaded));
      request.addEventListener("load", () => {
        const again = request.status >= 500 || request.status === 429 || (request.status === 404 && method === "PATCH");
        if (again) reject(new Broken());
        else resolve(request);
      });
      for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Broken()));
      request.send(body);
    });
  }
}

/** What this browser began to send to an address and has not finished: names, and how many hundredths have arrived. */
export async function unfinished(endpoint) {
  const found = [];
  for (const { code, name } of Object.values(remembered())) {
    const answer = await fetch(`${endpoint}/${code}`, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } });
    const [length, offset] = ["Upload-Length", "Upload-Offset"].map((header) => Number(answer.headers.get(header)));
    if (answer.ok && offset > 0) found.push({ name, percent: Math.floor((100 * offset) / length) });
  }
  return found;
}

function fingerprint(file) {
  return `${file.name} ${file.size} ${file.lastModified}`;
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function remember(kept) {
  try {
    // The oldest go first: an upload that was never finished has expired by then.
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(Object.entries(kept).slice(-MOST))));
  } catch {
    // Without a store a new page begins anew; a broken line does not.
  }
}

function codeOf(url) {
  return url.slice(url.lastIndexOf("/") + 1);
}

function sentence(answer) {
  try {
    return JSON.parse(answer.responseText).error ?? "";
  } catch {
    return "";
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Waits, but no longer than until the browser says that the line is back. */
function pause(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
  });
}

// The line to the server: what stands there, a new device, and scans in batches.

const MOST_AT_ONCE = 100;
const PATIENCE = 15_000;

/** There is no network, or the server does not answer. */
export class NoLine extends Error {}
/** The server does not know who is asking any more. */
export class SignedOut extends Error {}
/** The server refuses: the device is not known there, or nobody of the desk asks. */
export class Refused extends Error {}

export class Line {
  #addresses;
  #token = "";

  constructor(addresses) {
    this.#addresses = addresses;
  }

  async state(device, known) {
    const address = new URL(this.#addresses.state, location.href);
    if (device) address.searchParams.set("device", device);
    if (known) address.searchParams.set("known", known);
    const state = await this.#ask(address, {});
    this.#token = state.csrf;
    return state;
  }

  newDevice(name) {
    return this.#post(this.#addresses.devices, JSON.stringify({ name }), "application/json");
  }

  /** What the server made of the first scans that wait. */
  send(device, scans) {
    const batch = scans
      .slice(0, MOST_AT_ONCE)
      .map(({ nonce, session, read, direction, at, refusal }) => ({ nonce, session, read, direction, at, refusal }));
    const body = { device, clock: new Date().toISOString(), scans: batch };
    return this.#post(this.#addresses.scans, JSON.stringify(body), "application/json");
  }

  #post(address, body, type) {
    const headers = { "X-CSRFToken": this.#token, ...(type && { "Content-Type": type }) };
    return this.#ask(address, { method: "POST", body, headers });
  }

  /** What a picture of a badge says; an empty text where nothing can be read. */
  async picture(file) {
    const body = new FormData();
    body.set("picture", file);
    return (await this.#post(this.#addresses.picture, body, null)).text;
  }

  async #ask(address, options) {
    let answer;
    try {
      answer = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new NoLine();
    }
    if (answer.redirected) throw new SignedOut();
    if (answer.status >= 500 || answer.status === 429) throw new NoLine();
    if (!answer.ok) throw new Refused(answer.status);
    return answer.json();
  }
}

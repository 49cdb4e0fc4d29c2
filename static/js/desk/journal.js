// The scans of this device: each is locked and stored before the desk says anything, waits for the network, and is sent
// until the server has answered. Its nonce makes sending it twice harmless.

import * as store from "./store.js";
import { seal, unseal } from "./vault.js";

const MOST_SENT = 200; // sent scans that stay to be looked at

export class Journal {
  #event;
  #key;
  scans = [];

  constructor(event, key) {
    [this.#event, this.#key] = [event, key];
  }

  async load() {
    const mine = (await store.all("scans")).filter((one) => one.event === this.#event);
    const read = mine.map(async ({ nonce, sealed }) => ({ nonce, ...(await unseal(this.#key, sealed)) }));
    this.scans = (await Promise.all(read)).sort((a, b) => a.order - b.order);
  }

  get waiting() {
    return this.scans.filter((one) => !one.sent);
  }

  async add(scan) {
    const last = this.scans.at(-1)?.order ?? 0;
    const kept = { nonce: crypto.randomUUID(), order: last + 1, at: new Date().toISOString(), sent: false, ...scan };
    await this.#keep(kept);
    this.scans.push(kept);
    return kept;
  }

  /** What the server made of a scan. */
  async settle(nonce, answer) {
    const scan = this.scans.find((one) => one.nonce === nonce);
    if (!scan) return;
    Object.assign(scan, answer, { sent: true });
    await this.#keep(scan);
  }

  async forgetOld() {
    const sent = this.scans.filter((one) => one.sent);
    for (const old of sent.slice(0, Math.max(0, sent.length - MOST_SENT))) {
      await store.remove("scans", old.nonce);
      this.scans.splice(this.scans.indexOf(old), 1);
    }
  }

  async #keep({ nonce, ...scan }) {
    await store.put("scans", { nonce, event: this.#event, sealed: await seal(this.#key, scan) });
  }
}

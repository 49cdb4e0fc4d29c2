// Locks what the desk keeps on a device: AES-GCM with the device's key, which the server gives; the key itself is kept
// only as a PIN locks it (docs/adr/0016), so that the desk opens without network after the browser was closed.

const ROUNDS = 600_000;
const bytes = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

export const keyOf = (base64) => crypto.subtle.importKey("raw", bytes(base64), "AES-GCM", false, ["encrypt", "decrypt"]);

/** Any value as only the key's holder can read it. */
export async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}

/** What was sealed. Throws where the key is another one. */
export async function unseal(key, { iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
}

async function keyOfPin(pin, salt) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin.trim()), "PBKDF2", false, ["deriveKey"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(rule, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function lock(base64, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, ...(await seal(await keyOfPin(pin, salt), base64)) };
}

/** The key that a PIN locked; null for another PIN. */
export async function unlock(locked, pin) {
  try {
    return await unseal(await keyOfPin(pin, locked.salt), locked);
  } catch {
    return null;
  }
}

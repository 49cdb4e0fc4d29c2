// What the desk keeps in IndexedDB: who this device is, the list of people (locked), and every scan (locked) until it was
// sent and some time after. Nothing here is read by the server.

const STORES = { devices: "event", lists: "event", scans: "nonce" };

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("desk", 1);
  asked.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function ask(name, mode, work) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    // "strict": a scan is on the disk before the desk says that it was taken.
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const get = (name, key) => ask(name, "readonly", (store) => store.get(key));
export const put = (name, value) => ask(name, "readwrite", (store) => store.put(value));
export const remove = (name, key) => ask(name, "readwrite", (store) => store.delete(key));
export const all = (name) => ask(name, "readonly", (store) => store.getAll());

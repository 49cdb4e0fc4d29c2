// Sends a file with a bar and spoken progress. If anything here is missing, the form is a plain post.
//
// <form data-upload enctype="multipart/form-data"> with macros/upload.html's status inside. The server answers with JSON
// {"location": "…"}, or a redirect; a refusal is JSON {"error": "…"} or a page with [data-sentence] or a summary of errors.
// With data-pieces the file goes ahead in pieces (pieces.js), and the form then names the upload in its place. Of many
// files each goes in its turn with a form of its own; one that is refused keeps none of the others out.

import { Cancelled, Refused, Transfer, unfinished } from "./pieces.js";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const box = form.querySelector("[data-upload-status]");
  if (!box) continue;
  form.addEventListener("submit", (event) => send(event, form, box));
  if (form.dataset.pieces) tellWhatIsLeft(form);
}

function send(event, form, box) {
  const file = form.querySelector("[type=file]");
  // Without a file the server's own sentence beside the field is the better answer.
  if (!file?.files.length) return;
  event.preventDefault();

  const status = new Status(box, event.submitter ?? form.querySelector("[type=submit]"));
  const data = new FormData(form);
  if (status.button.name) data.set(status.button.name, status.button.value);
  status.begin();
  if (form.dataset.pieces && file.multiple) sendMany(form, [...file.files], data, status);
  else if (form.dataset.pieces) sendInPieces(form, file.files[0], data, status);
  else post(form, data, status).then((answer) => follow(answer, status)).catch(() => status.fail());
}

/** Where the answer leads, or what it refuses. Whether the file was taken. */
function follow(answer, status) {
  if (answer.location) location.assign(answer.location);
  else status.fail(answer.error);
  return answer.taken;
}

/** What is seen and heard of one file on its way. */
class Status {
  constructor(box, button) {
    this.box = box;
    this.button = button;
    this.bar = box.querySelector("progress");
    this.spoken = box.querySelector("[role=status]");
  }

  begin() {
    this.button.disabled = true;
    this.box.hidden = false;
    this.bar.hidden = false;
    this.box.classList.remove("upload-status--failed");
    this.show(0);
  }

  show(share) {
    const percent = Math.floor(100 * share);
    this.bar.value = percent;
    // Spoken in quarters: every percent would drown everything else.
    this.say(this.box.dataset.sending, percent - (percent % 25));
  }

  stop(words, share) {
    const percent = Math.floor(100 * share);
    this.bar.value = percent;
    this.say(words, percent);
  }

  check() {
    this.bar.removeAttribute("value");
    this.say(this.box.dataset.checking);
  }

  fail(sentence) {
    this.end();
    this.box.classList.add("upload-status--failed");
    this.say(sentence || this.box.dataset.failed);
    this.button.focus();
  }

  end() {
    this.button.disabled = false;
    this.bar.hidden = true;
  }

  say(words, percent) {
    const own = words.replace("{percent}", String(percent));
    const { number, count, name } = this.many ?? {};
    const text = this.many
      ? this.box.dataset.ofMany
          .replace("{number}", String(number))
          .replace("{count}", String(count))
          .replace("{name}", () => isolated(name))
          .replace("{words}", () => own)
      : own;
    if (this.spoken.textContent !== text) this.spoken.textContent = text;
  }
}

async function sendInPieces(form, file, data, status) {
  try {
    follow(await sendOne(form, file, data, status), status);
  } catch (failure) {
    if (failure instanceof Cancelled) {
      status.end();
      status.box.hidden = true;
      status.button.focus();
    } else status.fail(failure instanceof Refused ? failure.message : "");
  }
}

async function sendMany(form, files, data, status) {
  const [list, goesOn] = ["[data-upload-refused]", "[data-upload-goes-on]"].map((one) => status.box.querySelector(one));
  list.replaceChildren();
  list.hidden = goesOn.hidden = true;
  let [last, lost] = [null, 0];
  for (const [index, file] of files.entries()) {
    status.many = { number: index + 1, count: files.length, name: file.name };
    const answer = await sendOne(form, file, data, status).catch((failure) => ({
      // A file that nobody wants sent any more is not missing.
      lost: !(failure instanceof Cancelled),
      error: failure instanceof Refused ? failure.message : "",
    }));
    if (answer.taken) last = answer.location;
    else if (answer.lost !== false) {
      lost += 1;
      const line = document.createElement("li");
      line.textContent = list.dataset.words
        .replace("{name}", () => isolated(file.name))
        .replace("{sentence}", () => answer.error || status.box.dataset.failed);
      list.append(line);
    }
  }
  status.many = null;
  if (last && !lost) location.assign(last);
  else {
    status.fail(" ");
    list.hidden = !lost;
    goesOn.hidden = !last;
  }
}

/** Sends one file and then its form. The server's answer; throws Refused and Cancelled. */
async function sendOne(form, file, data, status) {
  if (file.size > Number(form.dataset.most)) throw new Refused(status.box.dataset.large);
  const said = { sending: null, paused: status.box.dataset.pausing, waiting: status.box.dataset.waiting };
  let arrived = 0;
  const transfer = new Transfer(file, {
    endpoint: form.dataset.pieces,
    token: data.get("csrf_token"),
    tell: (state, bytes) => {
      arrived = file.size ? bytes / file.size : 1;
      if (said[state]) status.stop(said[state], arrived);
      else status.show(arrived);
    },
  });
  const buttons = offerButtons(status, transfer, () => status.stop(said.paused, arrived));
  form.querySelector("[data-upload-left]").hidden = true;
  data.delete(form.querySelector("[type=file]").name);
  try {
    data.set("upload", await transfer.send());
    buttons.hide();
    const answer = await postUntilAnswered(form, data, status, transfer);
    // Among many files none waits for another field: one that was refused is gone there.
    if (!answer.taken && form.querySelector("[type=file]").multiple) transfer.forget();
    return answer;
  } finally {
    buttons.hide();
  }
}

/** The form itself, again and again while no answer comes: the server knows the upload and takes it once. */
async function postUntilAnswered(form, data, status, transfer) {
  for (let wait = 500; ; wait = Math.min(15_000, 2 * wait)) {
    try {
      const answer = await post(form, data, status);
      // A file that was refused is gone there; one that waits for another field is not, and costs nothing to keep.
      if (answer.taken) transfer.forget();
      return answer;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function offerButtons(status, transfer, paused) {
  const [stop, cancel] = ["pause", "cancel"].map((name) => status.box.querySelector(`[data-upload-${name}]`));
  const words = [stop.textContent, stop.dataset.continue];
  const controller = new AbortController();
  let isPaused = false;
  stop.hidden = cancel.hidden = false;
  [stop.textContent] = words;
  stop.addEventListener(
    "click",
    () => {
      isPaused = !isPaused;
      stop.textContent = words[Number(isPaused)];
      if (isPaused) {
        transfer.pause();
        paused();
      } else transfer.resume();
    },
    { signal: controller.signal },
  );
  cancel.addEventListener("click", () => transfer.cancel(), { signal: controller.signal });
  return {
    hide() {
      controller.abort();
      stop.hidden = cancel.hidden = true;
      [stop.textContent] = words;
    },
  };
}

/** Sends the form. Whether the file was taken, where to go next, what is refused; rejects where no answer came. */
function post(form, data, status) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json, text/html;q=0.9");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (progress) => {
      if (progress.lengthComputable && !data.has("upload")) status.show(progress.loaded / progress.total);
    });
    request.upload.addEventListener("load", () => status.check());
    request.addEventListener("error", () => reject(new Error("no answer")));
    request.addEventListener("timeout", () => reject(new Error("no answer")));
    request.addEventListener("load", () => {
      const answer = read(request);
      const taken = request.status < 400;
      const elsewhere = taken && request.responseURL !== form.action ? request.responseURL : "";
      resolve({ taken, location: taken ? answer.location || elsewhere : "", error: answer.error });
    });
    request.send(data);
  });
}

/** The location or the sentence in an answer, be it JSON or a page. */
function read(request) {
  if (request.getResponseHeader("Content-Type")?.includes("json")) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return {};
    }
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const sentence = page.querySelector(".field-error, [data-sentence]");
  sentence?.querySelector(".visually-hidden")?.remove();
  return { error: sentence?.textContent.trim() };
}

/** After a reload: what was on its way, and that the same file goes on from there. */
async function tellWhatIsLeft(form) {
  const box = form.querySelector("[data-upload-left]");
  const [left] = await unfinished(form.dataset.pieces).catch(() => []);
  if (!left) return;
  box.hidden = false;
  box.firstElementChild.textContent = box.dataset.words
    .replace("{name}", () => isolated(left.name))
    .replace("{percent}", String(left.percent));
}

function isolated(name) {
  return `\u2068${name}\u2069`;
}

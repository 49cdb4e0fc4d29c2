// Sends a file with a bar and spoken progress. If anything here is missing, the form is a plain post.
//
// <form data-upload enctype="multipart/form-data"> with macros/upload.html's status inside. The server answers with JSON
// {"location": "…"}, or a redirect; a refusal is JSON {"error": "…"} or a page with [data-sentence] or a summary of errors.

for (const form of document.querySelectorAll("form[data-upload]")) {
  const box = form.querySelector("[data-upload-status]");
  if (box) form.addEventListener("submit", (event) => send(event, form, box));
}

function send(event, form, box) {
  const file = form.querySelector("[type=file]");
  // Without a file the server's own sentence beside the field is the better answer.
  if (!file?.files.length) return;
  event.preventDefault();

  const bar = box.querySelector("progress");
  const spoken = box.querySelector("[role=status]");
  const button = event.submitter ?? form.querySelector("[type=submit]");
  const say = (text) => {
    if (spoken.textContent !== text) spoken.textContent = text;
  };
  const fail = (sentence) => {
    button.disabled = false;
    bar.hidden = true;
    box.classList.add("upload-status--failed");
    say(sentence || box.dataset.failed);
    button.focus();
  };

  const data = new FormData(form);
  if (button.name) data.set(button.name, button.value);
  button.disabled = true;
  box.hidden = false;
  bar.hidden = false;
  bar.value = 0;
  box.classList.remove("upload-status--failed");
  say(box.dataset.sending.replace("{percent}", "0"));

  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json, text/html;q=0.9");
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.upload.addEventListener("progress", (progress) => {
    if (!progress.lengthComputable) return;
    const percent = Math.floor((100 * progress.loaded) / progress.total);
    bar.value = percent;
    // Spoken in quarters: every percent would drown everything else.
    say(box.dataset.sending.replace("{percent}", String(percent - (percent % 25))));
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    say(box.dataset.checking);
  });
  request.addEventListener("error", () => fail());
  request.addEventListener("timeout", () => fail());
  request.addEventListener("load", () => {
    const answer = read(request);
    if (request.status < 400 && answer.location) location.assign(answer.location);
    else if (request.status < 400 && request.responseURL !== form.action) location.assign(request.responseURL);
    else fail(answer.error);
  });
  request.send(data);
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

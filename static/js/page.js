// What every page gains from JavaScript. Each part is optional: without it the page still does its work.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// The summary of errors speaks first after a form comes back.
document.querySelector("[data-focus]")?.focus();

for (const button of all("[data-close]")) {
  button.hidden = false;
  button.addEventListener("click", () => button.closest(".notice").remove());
}

for (const opener of all("[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) continue;
  opener.hidden = false;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}

// Signing out takes away what a desk keeps on this device: js/desk/app.js leaves its question while scans wait.
const waiting = localStorage.getItem("desk-waiting");
for (const button of all("form[action$='/sign-out'] button")) if (waiting) button.dataset.confirm = waiting;

for (const button of all("[data-confirm]")) {
  button.addEventListener("click", (event) => {
    if (button.dataset.confirmed || !window.HTMLDialogElement) return;
    event.preventDefault();
    ask(button.dataset.confirm, button).then((yes) => {
      if (!yes) return;
      button.dataset.confirmed = "yes";
      button.form.requestSubmit(button);
      delete button.dataset.confirmed;
    });
  });
}

/** A button's words without those that name its line to people who hear it: the question names it. */
function seenWords(button) {
  const copy = button.cloneNode(true);
  for (const unseen of copy.querySelectorAll(".visually-hidden")) unseen.remove();
  return copy.textContent.trim();
}

/** Asks in a dialog of the page's language; the safe answer has the focus. */
function ask(question, asking) {
  const dialog = document.createElement("dialog");
  const body = document.createElement("form");
  body.method = "dialog";
  body.className = "dialog";
  const text = document.createElement("p");
  text.id = "question";
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  const actions = document.createElement("div");
  actions.className = "cluster";
  for (const [value, label, tone] of [
    ["no", document.body.dataset.goBack, "button--quiet"],
    ["yes", seenWords(asking), asking.matches(".button--brick") ? "button--brick" : ""],
  ]) {
    const button = document.createElement("button");
    button.value = value;
    button.textContent = label;
    button.className = `button ${tone}`;
    actions.append(button);
  }
  body.append(text, actions);
  dialog.append(body);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

// Filters apply at once for a pointer. From the keyboard every arrow would send the form: there, the button does.
for (const form of all("form[data-autosubmit]")) {
  let pointer = false;
  form.addEventListener("pointerdown", () => (pointer = true));
  form.addEventListener("keydown", () => (pointer = false));
  form.addEventListener("change", (event) => {
    if (pointer && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });
}

for (const button of all("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.querySelector("span") ?? button;
  label.setAttribute("aria-live", "polite");
  const words = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = button.dataset.copied;
    setTimeout(() => (label.textContent = words), 2500);
  });
}

// A region that has nothing to scroll is no stop for the Tab key.
if (window.ResizeObserver) {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  all(".scroll-region").forEach((region) => observer.observe(region));
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// An empty field asks for nothing: the address stays the one that is stored for everybody.
for (const form of all("form[method=get]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
}

if (document.querySelector("[data-zone], [data-start]")) import("./time.js");
if (document.querySelector("[data-running]")) import("./running.js");
if (document.querySelector("form[data-upload]")) import("./upload.js");
if (document.querySelector("[data-star]")) import("./star.js");
if (document.querySelector("[data-offline]")) import("./offline.js");

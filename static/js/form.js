// An event's form: what depends on other answers appears when it is needed, and says so to nobody in vain.

const form = document.querySelector("[data-event-form]");

/** The codes of what a field holds now, as `shown_if_values` names them. */
function codesOf(name) {
  const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return controls
    .filter((control) => !control.closest("[hidden]"))
    .filter((control) => !["checkbox", "radio"].includes(control.type) || control.checked)
    .map((control) => control.value);
}

function isAsked(part) {
  const { categories, other, values } = part.dataset;
  const here = codesOf("category")[0] ?? "";
  if (categories && !categories.split(" ").includes(here)) return false;
  return !other || codesOf(other).some((code) => values.split(" ").includes(code));
}

function refresh() {
  // Twice, for a part that depends on a part further down.
  for (let round = 0; round < 2; round += 1) {
    for (const part of form.querySelectorAll("[data-asked-if]")) part.hidden = !isAsked(part);
  }
  for (const part of form.querySelectorAll("[data-other-of]")) {
    part.hidden = document.getElementById(part.dataset.otherOf)?.value !== "other";
  }
}

if (form) {
  for (const sentence of form.querySelectorAll("[data-condition]")) sentence.hidden = true;
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
}

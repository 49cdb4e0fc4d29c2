// Makes one press of a session's star: fetches the small page behind it, sends its button, and says what that page says.
//
//   <a class="star" href="…/choose" data-star="…/choose"><svg/><span>Add to my agenda</span></a>     on stored pages
//   <button class="star star--chosen" form="choosing" data-star="…/choose">…</button>               on a reader's own
//
// A star of a personal agenda's own page names that agenda in its form, and is left to the browser.

const read = async (answer) => {
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

const said = document.createElement("div");
said.className = "star-said";
said.setAttribute("role", "status");
document.body.append(said);
const readFor = 12000;
let silence;

async function press(star) {
  const address = star.dataset.star;
  const form = (await read(await fetch(address))).querySelector("form[data-choice]");
  const page = await read(await fetch(address, { method: "POST", body: new FormData(form) }));
  const chosen = page.querySelector("[data-choice] [name=chosen]")?.value === "0";
  for (const one of document.querySelectorAll(`[data-star="${CSS.escape(address)}"]`)) {
    one.classList.toggle("star--chosen", chosen);
    one.querySelector("span").textContent = page.querySelector("[data-choice] button").textContent;
    one.value = chosen ? "0" : "1";
  }
  const link = page.querySelector("[data-mine]");
  said.replaceChildren(...page.querySelector("[data-said]").children, link);
  clearTimeout(silence);
  silence = setTimeout(() => said.matches(":hover, :focus-within") || said.replaceChildren(), readFor);
}

// One after the other, in all tabs of this browser: the first press of all begins the agenda that the next ones go into,
// and its answer brings the cookie that they carry. Where there are no locks, each tab keeps its own order.
const inTurn = (work) => (navigator.locks ? navigator.locks.request("my-agenda", work) : work());
let queue = Promise.resolve();
document.addEventListener("click", (event) => {
  const star = event.target.closest("[data-star]");
  if (!star || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (star.form?.elements.mine) return;
  event.preventDefault();
  star.setAttribute("aria-busy", "true");
  queue = queue
    .then(() => inTurn(() => press(star)))
    .catch(() => location.assign(star.dataset.star))
    .finally(() => star.removeAttribute("aria-busy"));
});

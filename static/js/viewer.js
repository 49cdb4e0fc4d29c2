// Turns pages from the keyboard, in the direction in which the page is read, and has the next one ready.

const back = document.querySelector("[data-viewer] a[rel=prev]");
const on = document.querySelector("[data-viewer] a[rel=next]");
const isRightToLeft = document.documentElement.dir === "rtl";
const ways = isRightToLeft ? { ArrowLeft: on, ArrowRight: back } : { ArrowLeft: back, ArrowRight: on };

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Where somebody writes or chooses, the arrows are theirs.
  if (event.target.closest("input, select, textarea, [contenteditable], dialog, video, audio")) return;
  const way = ways[event.key];
  if (!way) return;
  event.preventDefault();
  location.assign(way.href);
});

// The page itself comes by its link's rel=prefetch; its picture would wait for it.
const next = document.querySelector("[data-next-picture]");
if (next && !navigator.connection?.saveData) {
  addEventListener("load", () => {
    new Image().src = next.dataset.nextPicture;
  });
}

// The square that is cut out of a photograph, as a frame over the picture that was chosen. The frame and the form's three
// sliders say the same: whoever cannot drag moves the sliders, which also work where nothing here runs.

const MOST = 800;
const ZOOM_STEP = 10;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Frame {
  constructor(part, form) {
    this.words = part.querySelector("[data-crop-words]");
    this.unseen = part.dataset.unseen;
    this.view = part.querySelector("[data-crop-view]");
    this.stage = part.querySelector("[data-crop-stage]");
    this.result = part.querySelector("[data-crop-result]");
    [this.x, this.y, this.zoom] = ["x", "y", "zoom"].map((name) => form.elements[name]);
    for (const slider of [this.x, this.y, this.zoom]) slider.addEventListener("input", () => this.draw());
    this.stage.addEventListener("keydown", (event) => this.press(event));
    this.stage.addEventListener("pointerdown", (event) => this.grasp(event));
  }

  /** Show another file, or nothing. A file that this browser cannot read is left to the server. */
  async show(file) {
    this.picture = undefined;
    this.view.hidden = true;
    this.words.textContent = "";
    if (!file) return;
    this.file = file;
    const picture = await small(file).catch(() => undefined);
    if (file !== this.file) return;
    if (!picture) {
      this.words.textContent = this.unseen;
      return;
    }
    this.picture = picture;
    [this.stage.width, this.stage.height] = [picture.width, picture.height];
    this.view.hidden = false;
    this.draw();
  }

  /** The square in the picture's own pixels, as the server cuts it. */
  get square() {
    const { width, height } = this.picture;
    const side = (Math.min(width, height) * 100) / this.zoom.valueAsNumber;
    return {
      side,
      left: ((width - side) * this.x.valueAsNumber) / 100,
      top: ((height - side) * this.y.valueAsNumber) / 100,
    };
  }

  draw() {
    if (!this.picture) return;
    const { side, left, top } = this.square;
    const pen = this.stage.getContext("2d");
    pen.drawImage(this.picture, 0, 0);
    pen.fillStyle = "rgb(0 0 0 / 55%)";
    pen.fillRect(0, 0, this.stage.width, this.stage.height);
    pen.drawImage(this.picture, left, top, side, side, left, top, side, side);
    // Two lines, so that the frame is seen on light and on dark.
    const thick = Math.max(2, this.stage.width / 200);
    pen.lineWidth = thick;
    for (const [colour, inset] of [["#000", thick / 2], ["#fff", thick * 1.5]]) {
      pen.strokeStyle = colour;
      pen.strokeRect(left + inset, top + inset, side - 2 * inset, side - 2 * inset);
    }
    this.result.getContext("2d").drawImage(this.picture, left, top, side, side, 0, 0, this.result.width, this.result.height);
  }

  /** Move the square to a place in pixels. The sliders hold it within the picture. */
  move(left, top) {
    const { width, height } = this.picture;
    const { side } = this.square;
    if (width > side) this.x.value = String(Math.round((100 * left) / (width - side)));
    if (height > side) this.y.value = String(Math.round((100 * top) / (height - side)));
    this.draw();
  }

  press(event) {
    const way = WAYS[event.key];
    if (way && this.picture) {
      // In pixels, so that it goes as far to the side as it goes down; Shift takes larger steps.
      const { left, top } = this.square;
      const step = (Math.max(this.picture.width, this.picture.height) * (event.shiftKey ? 10 : 2)) / 100;
      this.move(left + way[0] * step, top + way[1] * step);
    } else if (["+", "=", "-", "−"].includes(event.key) && !event.ctrlKey && !event.metaKey) {
      const closer = event.key === "+" || event.key === "=";
      this.zoom.value = String(this.zoom.valueAsNumber + (closer ? ZOOM_STEP : -ZOOM_STEP));
      this.draw();
    } else return;
    event.preventDefault();
  }

  grasp(event) {
    if (!this.picture || event.button !== 0) return;
    const from = this.place(event);
    let { left, top, side } = this.square;
    const inside = from.x >= left && from.x <= left + side && from.y >= top && from.y <= top + side;
    // A press beside the frame brings it there.
    if (!inside) [left, top] = [from.x - side / 2, from.y - side / 2];
    this.move(left, top);
    this.stage.setPointerCapture(event.pointerId);
    const drag = (moved) => {
      const to = this.place(moved);
      this.move(left + to.x - from.x, top + to.y - from.y);
    };
    const end = () => this.stage.removeEventListener("pointermove", drag);
    this.stage.addEventListener("pointermove", drag);
    for (const name of ["pointerup", "pointercancel"]) this.stage.addEventListener(name, end, { once: true });
  }

  /** Where a pointer is, in the picture's pixels. */
  place(event) {
    const box = this.stage.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * this.stage.width) / box.width,
      y: ((event.clientY - box.top) * this.stage.height) / box.height,
    };
  }
}

/** The picture, turned as its camera says, no larger than a page needs it. */
async function small(file) {
  const whole = await createImageBitmap(file);
  const share = Math.min(1, MOST / Math.max(whole.width, whole.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(whole.width * share));
  canvas.height = Math.max(1, Math.round(whole.height * share));
  canvas.getContext("2d").drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas;
}

for (const part of document.querySelectorAll("[data-crop]")) {
  const form = part.closest("form");
  const chooser = form.querySelector("[type=file]");
  const frame = new Frame(part, form);
  chooser.addEventListener("change", () => frame.show(chooser.files[0]));
  // After going back a browser may have kept the file.
  frame.show(chooser.files[0]);
}

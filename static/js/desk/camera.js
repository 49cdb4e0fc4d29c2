// Reading codes with the camera, where the browser can: each code counts once until another one is shown or some time passed.

const AGAIN_AFTER = 4000;

export const canScan = async () =>
  "BarcodeDetector" in window && Boolean(navigator.mediaDevices) && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");

export class Camera {
  #video;
  #stream = null;
  #last = { text: "", at: 0 };

  constructor(video) {
    this.#video = video;
  }

  get isOn() {
    return this.#stream !== null;
  }

  /** Throws what the browser says where there is no camera or nobody allowed it. */
  async start(read) {
    this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const look = async () => {
      if (!this.isOn) return;
      const [found] = await detector.detect(this.#video).catch(() => []);
      if (found && (found.rawValue !== this.#last.text || Date.now() - this.#last.at > AGAIN_AFTER)) {
        this.#last = { text: found.rawValue, at: Date.now() };
        read(found.rawValue);
      }
      setTimeout(look, 150);
    };
    look();
  }

  stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
  }
}

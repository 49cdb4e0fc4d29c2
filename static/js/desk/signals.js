// What is heard and felt when somebody was scanned: three patterns that differ in number and pitch, beside the word, the
// shape and the colour.

const SOUNDS = {
  leaf: [[880, 0.12]],
  saffron: [[560, 0.1], [560, 0.1]],
  brick: [[220, 0.22], [180, 0.3]],
};
const SHAKES = { leaf: [60], saffron: [60, 60, 60], brick: [250, 80, 250] };

let sound = null;

export function signal(tone) {
  navigator.vibrate?.(SHAKES[tone]);
  if (!window.AudioContext) return;
  sound ??= new AudioContext();
  let begins = sound.currentTime;
  for (const [pitch, seconds] of SOUNDS[tone]) {
    const source = sound.createOscillator();
    const volume = sound.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + seconds);
    source.connect(volume).connect(sound.destination);
    source.start(begins);
    source.stop(begins + seconds);
    begins += seconds + 0.06;
  }
}

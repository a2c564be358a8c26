// @ts-check
// Signals as sound, made in the browser: no file is sent, and nothing is stored in the notebook.

/** What browsers must be able to play.
 * @param {number | null} rate samples per second */
export function audible(rate) {
  return rate !== null && rate >= 3000 && rate <= 96000;
}

/** @param {AbortSignal} signal silences what still plays */
export function player(signal) {
  /** @type {AudioContext | null} */
  let audio = null;
  /** @type {AudioBufferSourceNode | null} */
  let source = null;
  const stop = () => {
    source?.stop();
    source = null;
  };
  /** @param {Float32Array} samples @param {number} rate @param {() => void} onEnd */
  const play = (samples, rate, onEnd) => {
    stop();
    audio ??= new AudioContext();
    void audio.resume();
    const buffer = audio.createBuffer(1, samples.length, rate);
    const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    buffer.copyToChannel(
      Float32Array.from(samples, (value) => (0.5 * value) / loudest),
      0,
    );
    const mine = audio.createBufferSource();
    mine.buffer = buffer;
    mine.connect(audio.destination);
    mine.onended = () => {
      if (source === mine) source = null;
      onEnd();
    };
    mine.start();
    source = mine;
  };
  signal.addEventListener("abort", () => {
    stop();
    void audio?.close();
  });
  return { play, stop, playing: () => source !== null };
}

/**
 * Two recordings heard together, the second read from sample `lag` on where the first is at 0. Each at the same loudness.
 * @param {Float32Array} x @param {Float32Array} y @param {number} lag
 */
export function mixAt(x, y, lag) {
  const start = Math.min(0, -lag);
  const mix = new Float32Array(Math.max(x.length, y.length - lag) - start);
  const add = (/** @type {Float32Array} */ part, at) => {
    const loudest = part.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    for (let t = 0; t < part.length; t++) mix[at + t] += part[t] / loudest;
  };
  add(x, -start);
  add(y, -lag - start);
  return mix;
}

// @ts-check
// The learner's own picture: from a file, the clipboard, a drop, or the camera. It is turned grey, made small enough, and
// stays in this page: it is part of no state, so it is neither saved nor sent.

import { h } from "../kit/dom.js";

export const LARGEST = 512;

/**
 * Rows and columns of a picture that is made to fit: its longer side at most `largest`, never enlarged.
 * @param {number} width
 * @param {number} height
 * @returns {[number, number]}
 */
export function fitted(width, height, largest = LARGEST) {
  const scale = Math.min(1, largest / Math.max(width, height));
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
}

/**
 * Grey levels from 0 to 1, each a multiple of 1/255: 0.299 red + 0.587 green + 0.114 blue.
 * @param {Uint8ClampedArray} rgba
 * @param {[number, number]} shape
 */
export function greyOf(rgba, shape) {
  const values = Float32Array.from({ length: shape[0] * shape[1] }, (_, n) => {
    const at = 4 * n;
    return Math.round(0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2]) / 255;
  });
  return { shape, values };
}

/** Why the camera does not start. @param {any} problem */
export function cameraProblem({ name }) {
  if (name === "NotAllowedError" || name === "SecurityError") return "The browser did not allow the camera.";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "No camera was found.";
  return "The camera could not be started. Another program may be using it.";
}

/** Whether this page may ask for a camera: browsers hide it from pages without a safe address. */
export function hasCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

/** Something drawable as a grey picture. */
function createReader() {
  const canvas = h("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (/** @type {CanvasImageSource} */ source, /** @type {number} */ width, /** @type {number} */ height) => {
    const shape = fitted(width, height);
    if (canvas.height !== shape[0] || canvas.width !== shape[1]) [canvas.height, canvas.width] = shape;
    context.imageSmoothingQuality = "high";
    context.fillStyle = "white"; // behind what is transparent
    context.fillRect(0, 0, shape[1], shape[0]);
    context.drawImage(source, 0, 0, shape[1], shape[0]);
    return greyOf(context.getImageData(0, 0, shape[1], shape[0]).data, shape);
  };
}

/**
 * @param {{ signal: AbortSignal, onPicture: (picture: { shape: [number, number], values: Float32Array }) => void,
 *           onMessage: (text: string) => void, onCamera: (on: boolean) => void }} options
 *   onCamera: the camera went on or off; the signal switches it off too
 */
export function createSource({ signal, onPicture, onMessage, onCamera }) {
  const read = createReader();
  const video = h("video", { muted: true, playsInline: true });
  /** What was asked for last wins, whatever arrives later. */
  let turn = 0;
  let frame = 0;
  /** @type {MediaStream | null} */
  let stream = null;

  const stop = () => {
    turn++;
    cancelAnimationFrame(frame);
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (stream) onCamera(false);
    stream = video.srcObject = null;
  };
  const each = (/** @type {number} */ shown) => {
    if (video.videoWidth && video.currentTime !== shown) onPicture(read(video, video.videoWidth, video.videoHeight));
    const time = video.currentTime;
    frame = requestAnimationFrame(() => each(time));
  };
  const start = async () => {
    stop();
    const mine = turn;
    onMessage("Asking for the camera …");
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } }, audio: false });
      if (signal.aborted || mine !== turn) return opened.getTracks().forEach((track) => track.stop());
      stream = video.srcObject = opened;
      opened.getVideoTracks()[0]?.addEventListener("ended", stop, { signal });
      onCamera(true);
      onMessage("The camera is on. Its pictures stay in this page.");
      await video.play();
      if (mine === turn) each(-1);
    } catch (problem) {
      if (mine !== turn) return;
      stop();
      onMessage(cameraProblem(problem));
    }
  };
  const take = async (/** @type {File} */ file) => {
    stop();
    const mine = turn;
    try {
      const bitmap = await createImageBitmap(file);
      if (signal.aborted || mine !== turn) return;
      onPicture(read(bitmap, bitmap.width, bitmap.height));
      onMessage(`${file.name || "The pasted picture"} is shown. It stays in this page.`);
    } catch {
      if (mine === turn) onMessage(`${file.name || "What was pasted"} cannot be read as a picture.`);
    }
  };
  signal.addEventListener("abort", stop);
  return { take, start, stop, isOn: () => stream !== null };
}

/**
 * Pictures that are dropped on an element or pasted while the focus is inside it.
 * @param {HTMLElement} el
 * @param {AbortSignal} signal
 * @param {(file: File) => void} take
 */
export function acceptFiles(el, signal, take) {
  const from = (/** @type {DataTransfer | null} */ data) => [...(data?.files ?? [])][0];
  el.addEventListener("dragover", (event) => event.preventDefault(), { signal });
  const onFile = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ data) => {
    const file = from(data);
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    take(file);
  };
  el.addEventListener("drop", (event) => onFile(event, event.dataTransfer), { signal });
  el.addEventListener("paste", (event) => onFile(event, event.clipboardData), { signal });
}

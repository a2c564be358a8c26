// @ts-check
// The learner's own picture: from a file, the clipboard, a drop, or the camera. It is turned grey, made small enough, and
// stays in this page: it is part of no state, so it is neither saved nor sent.

import { button, row } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { fold } from "../kit/layout.js";
import { SETTINGS } from "./settings.js";

const LARGEST = SETTINGS.image.largest;
const PRIVATE =
  "Choose a file, drop a picture anywhere on this widget, or click into it and paste one. The picture is turned grey and " +
  `made to fit ${LARGEST}×${LARGEST}. It stays in this page: it is not sent, not saved, and Python does not see it.`;

/**
 * @param {{ root: HTMLElement, signal: AbortSignal, onPicture: (picture: import("./math.js").Picture | null) => void }} options
 *   root: where pictures may be dropped and pasted; onPicture is told null where the first picture comes back
 * @returns {{ button: HTMLElement, panel: HTMLElement, forget: () => void }} a fold; forget: the camera off, the first
 *   picture back
 */
export function ownPicture({ root, signal, onPicture }) {
  const note = h("p", { className: "convnb-note", role: "status" }, PRIVATE);
  const file = h("input", { type: "file", accept: "image/*", className: "convnb-file" });
  const source = createSource({
    signal,
    onPicture,
    onMessage: (text) => setText(note, text),
    onCamera: (on) => camera.show(on ? "Stop the camera" : "Use the camera"),
  });
  const take = (picture) => {
    if (folded.panel.hidden) folded.button.click(); // the note in it says what was done with the picture
    void source.take(picture);
  };
  const forget = () => {
    source.stop();
    file.value = "";
    setText(note, PRIVATE);
    onPicture(null);
  };
  const onCameraButton = () => (source.isOn() ? source.stop() : void source.start());
  const camera = button({ label: "Use the camera", signal, onClick: onCameraButton });
  camera.el.hidden = !navigator.mediaDevices?.getUserMedia; // browsers hide it from pages without a safe address
  const first = button({ label: "Back to the first picture", signal, onClick: forget });
  const label = h("label", { className: "convnb-select" }, h("span", {}, "Picture file"), file);
  const folded = fold("Your own picture", signal, row(label, camera, first), note);
  file.addEventListener("change", () => file.files[0] && take(file.files[0]), { signal });
  const onFile = (event) => {
    const [picture] = (event.dataTransfer ?? event.clipboardData)?.files ?? [];
    if (!picture) return;
    event.preventDefault();
    event.stopPropagation();
    take(picture);
  };
  root.addEventListener("dragover", (event) => event.preventDefault(), { signal });
  for (const type of ["drop", "paste"]) root.addEventListener(type, onFile, { signal });
  return { ...folded, forget };
}

/**
 * Rows and columns of a picture that is made to fit: its longer side at most LARGEST, never enlarged.
 * @param {number} width @param {number} height @returns {[number, number]}
 */
export function fitted(width, height) {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  return [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
}

/** Grey levels from 0 to 1, each a multiple of 1/255: 0.299 red + 0.587 green + 0.114 blue. */
export function greyOf(rgba, shape) {
  const values = Float32Array.from({ length: shape[0] * shape[1] }, (_, n) => {
    const at = 4 * n;
    return Math.round(0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2]) / 255;
  });
  return { shape, values };
}

/** Why the camera does not start. */
export function cameraProblem({ name }) {
  if (name === "NotAllowedError" || name === "SecurityError") return "The browser did not allow the camera.";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "No camera was found.";
  return "The camera could not be started. Another program may be using it.";
}

/** Something drawable as a grey picture. */
function createReader() {
  const canvas = h("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (source, width, height) => {
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
function createSource({ signal, onPicture, onMessage, onCamera }) {
  const read = createReader();
  const video = h("video", { muted: true, playsInline: true });
  let turn = 0; // the last request wins, whichever arrives last
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
  const each = (shown) => {
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
  const take = async (file) => {
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

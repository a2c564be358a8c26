// @ts-check
// The controls of ImageFilter for the learner's own picture: file, paste, drop, camera.

import { button, fold } from "../kit/controls.js";
import { h, setText } from "../kit/dom.js";
import { acceptFiles, createSource, hasCamera, LARGEST } from "./source.js";

const PRIVATE =
  "Choose a file, drop a picture anywhere on this widget, or click into it and paste one. The picture is turned grey and " +
  `made to fit ${LARGEST}×${LARGEST}. It stays in this page: it is not sent, not saved, and Python does not see it.`;

/**
 * @param {{ root: HTMLElement, signal: AbortSignal, onPicture: (picture: any) => void }} options
 *   root: where pictures may be dropped and pasted; onPicture is told null where the first picture comes back
 * @returns {{ el: HTMLElement, forget: () => void }} forget: the camera off, the first picture back
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
  const take = (/** @type {File} */ picture) => {
    el.open = true; // where it is said what was done with the picture
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
  camera.el.hidden = !hasCamera();
  const first = button({ label: "Back to the first picture", signal, onClick: forget });
  const label = h("label", { className: "convnb-select" }, h("span", {}, "Picture file"), file);
  const row = h("div", { className: "convnb-row" }, label, camera.el, first.el);
  const el = /** @type {any} */ (fold("Your own picture", row, note));
  file.addEventListener("change", () => file.files[0] && take(file.files[0]), { signal });
  acceptFiles(root, signal, take);
  return { el, forget };
}

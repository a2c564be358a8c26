// What a pointer does to something draggable, told event by event, as a browser does.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { draggable } from "../../../convnb/widgets/kit/dom.js";

let el, said;

/** Sends an event of the pointer at this position, in CSS pixels from the element's corner. */
const send = (type, x = 0, y = 0, more = {}) =>
  el.dispatchEvent(Object.assign(new Event(type), { offsetX: x, offsetY: y, button: 0, pointerId: 1, ...more }));

beforeEach(() => {
  el = Object.assign(new EventTarget(), { setPointerCapture: () => {} });
  said = [];
  draggable(el, new AbortController().signal, {
    press: (x, y) => (x < 100 ? `at ${x}, ${y}` : null),
    drag: (press, dx, dy) => said.push(`drag ${press} by ${dx}, ${dy}`),
    click: (press) => said.push(`click ${press}`),
    hover: (x, y) => said.push(`hover ${x}, ${y}`),
    leave: () => said.push("leave"),
  });
});

test("a drag tells what was pressed and how far the pointer is from there", () => {
  send("pointerdown", 10, 20);
  send("pointermove", 17, 20);
  send("pointermove", 11, 15);
  send("pointerup", 11, 15);
  send("pointermove", 12, 15);
  assert.deepEqual(said, ["drag at 10, 20 by 7, 0", "drag at 10, 20 by 1, -5", "hover 12, 15"]);
});

test("a press that moves less than a finger trembles is a click", () => {
  send("pointerdown", 10, 20);
  send("pointermove", 12, 21);
  send("pointerup", 12, 21);
  assert.deepEqual(said, ["click at 10, 20"]);
});

test("another button and a refused press hold nothing", () => {
  send("pointerdown", 10, 20, { button: 2 });
  send("pointermove", 30, 20);
  send("pointerdown", 100, 0);
  send("pointermove", 120, 0);
  send("pointerup", 120, 0);
  assert.deepEqual(said, ["hover 30, 20", "hover 120, 0"]);
});

test("a pointer that the browser cancels drags no more, and is no click", () => {
  send("pointerdown", 10, 20);
  send("pointermove", 20, 20);
  send("pointercancel");
  send("pointermove", 60, 20);
  send("pointerup", 60, 20);
  assert.deepEqual(said, ["drag at 10, 20 by 10, 0", "hover 60, 20"]);
  said.length = 0;
  send("pointerdown", 10, 20);
  send("pointercancel");
  send("pointerup", 10, 20);
  send("pointerleave");
  assert.deepEqual(said, ["leave"]);
});

test("a drag that leaves the element goes on", () => {
  send("pointerdown", 10, 20);
  send("pointerleave", -1, 20);
  send("pointermove", -9, 20);
  assert.deepEqual(said, ["drag at 10, 20 by -19, 0"]);
});

test("a finger that grabs nothing drags nothing, and the page may scroll; it still clicks", () => {
  touchable({ grabs: (x) => x > 50 });
  for (const [x, held] of [
    [60, true],
    [10, false],
  ]) {
    said.length = 0;
    send("pointerdown", x, 20, { pointerType: "touch" });
    send("pointermove", x, 40, { pointerType: "touch" });
    assert.equal(isHeld(), held);
    assert.deepEqual(said, held ? ["drag 0, 20"] : []);
    send("pointercancel");
    assert.equal(isHeld(), false);
  }
  send("pointerdown", 10, 20, { pointerType: "touch" });
  send("pointerup", 10, 20, { pointerType: "touch" });
  assert.deepEqual(said, ["click"]);
});

test("a mouse drags everywhere, and two fingers belong to the page", () => {
  touchable({ grabs: () => false });
  send("pointerdown", 10, 20, { pointerType: "mouse" });
  send("pointermove", 10, 40, { pointerType: "mouse" });
  assert.deepEqual(said, ["drag 0, 20"]);
  touchable({});
  send("pointerdown", 10, 20, { pointerType: "touch" });
  assert.equal(isHeld(1), true);
  assert.equal(isHeld(2), false);
});

test("where drags go sideways, a finger that moves up or down belongs to the page", () => {
  for (const sideways of [true, () => true]) {
    touchable({ sideways });
    assert.equal(el.style.touchAction, sideways === true ? "pan-y" : undefined);
    send("pointerdown", 10, 20, { pointerType: "touch" });
    send("pointermove", 18, 50, { pointerType: "touch" });
    assert.deepEqual(said, []);
    assert.equal(isHeld(), false);
    send("pointercancel");
    send("pointerdown", 10, 20, { pointerType: "touch" });
    send("pointermove", 40, 28, { pointerType: "touch" });
    assert.deepEqual(said, ["drag 30, 8"]);
    assert.equal(isHeld(), sideways !== true); // with pan-y the browser itself leaves it to the page's script
  }
});

/** Another element that says only how far it was dragged, and clicks. */
function touchable(more) {
  el = Object.assign(new EventTarget(), { setPointerCapture: () => {}, style: {} });
  said = [];
  draggable(el, new AbortController().signal, {
    press: () => true,
    drag: (_, dx, dy) => said.push(`drag ${dx}, ${dy}`),
    click: () => said.push("click"),
    ...more,
  });
}

/** Whether a move of so many fingers is kept from the page. */
function isHeld(fingers = 1) {
  const event = Object.assign(new Event("touchmove", { cancelable: true }), { touches: { length: fingers } });
  el.dispatchEvent(event);
  return event.defaultPrevented;
}

"""A widget filmed under the real mouse: each frame is a screenshot, and time passes on the film only.

A slow machine films the same as a fast one.
"""

import io

from PIL import Image, ImageChops

FRAME = 70  # milliseconds
STEPS = 4  # frames from one cell to the next

# A screenshot has no mouse pointer: an arrow follows the events of the real one, with a ring while a button is down.
POINTER = """() => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.style.cssText = "position:fixed;left:0;top:0;z-index:9;overflow:visible;pointer-events:none";
  made.innerHTML = `<circle r="15" fill="#d55e0022" stroke="#d55e00" stroke-width="2" visibility="hidden"/>
    <path d="M0 0V19L4.6 14.8 7.4 21.4 10.6 20 7.8 13.6H14Z" fill="#111" stroke="#fff" stroke-width="1.5"/>`;
  document.documentElement.append(made);
  const follow = (event) => {
    made.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    made.firstChild.setAttribute("visibility", event.buttons ? "visible" : "hidden");
  };
  for (const type of ["pointermove", "pointerdown", "pointerup"]) addEventListener(type, follow, true);
}"""

# What moves by itself, as the kernel that turns: one frame further, however long the screenshot took.
ADVANCE = """(ms) => {
  for (const animation of document.getAnimations()) {
    const started = animation.playState !== "running";
    animation.pause();
    animation.currentTime = started ? animation.currentTime + ms : 0;
    if (animation.currentTime >= animation.effect.getComputedTiming().endTime) animation.finish();
  }
}"""


class Film:
    """Frames, and for how many milliseconds each is seen; frames that show the same become one.

    `clip` is the part of the page that is seen, in CSS pixels: {"x", "y", "width", "height"}.
    """

    def __init__(self, shown, clip):
        self.shown, self.page, self.clip = shown, shown.page, clip
        self.frames, self.durations = [], []
        self.hand = None
        self.page.evaluate(POINTER)

    def shoot(self):
        self.shown.frame()
        self.page.evaluate(ADVANCE, FRAME)
        self.shown.frame()
        frame = Image.open(io.BytesIO(self.page.screenshot(clip=self.clip))).convert("RGB")
        if self.frames and ImageChops.difference(self.frames[-1], frame).getbbox() is None:
            self.durations[-1] += FRAME
        else:
            self.frames.append(frame)
            self.durations.append(FRAME)

    def rest(self, frames):
        for _ in range(frames):
            self.shoot()

    def move(self, x, y, steps=STEPS):
        """The hand goes there in a straight line, slower at both ends."""
        from_x, from_y = self.hand or (x, y)
        for step in range(1, steps + 1):
            part = step / steps
            part *= part * (3 - 2 * part)
            self.page.mouse.move(from_x + part * (x - from_x), from_y + part * (y - from_y))
            self.shoot()
        self.hand = x, y

    def drag(self, first, *others):
        """Press at the first place and go on to the others, with a short rest at each; (x, y) in CSS pixels."""
        self.page.mouse.move(*first)
        self.page.mouse.down()
        self.hand = first
        for place in others:
            self.move(*place)
            self.rest(2)
        self.page.mouse.up()

    def click(self, choice):
        box = self.shown.el.get_by_role("radio", name=choice).bounding_box()
        self.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 3 * STEPS)
        self.page.mouse.down()
        self.rest(2)
        self.page.mouse.up()

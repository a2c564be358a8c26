"""The canvases of ChannelMixer by their names, and what is written around them."""

PICTURE, CHANNELS, PRODUCTS = "Picture", "Channels", "What the kernels make of the channels"
RED, GREEN, BLUE = (f"Kernel of {name}" for name in ("red", "green", "blue"))
MAP, STACK = "Map", "All maps"
TITLE = 24  # CSS pixels above a picture


def canvas(shown, name):
    return shown.el.locator(f'canvas[aria-label^="{name}."]')


def picture_of(shown, name):
    shown.frame()
    return canvas(shown, name).evaluate("canvas => canvas.toDataURL()")


def say(shown):
    shown.page.wait_for_timeout(400)
    return shown.read_out.inner_text()


def total(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def moved(shown):
    return shown.el.locator(".convnb-moved").inner_text()


def cost(shown):
    return next(text for text in shown.text().splitlines() if "→" in text)


def drag(shown, name, start, end):
    """Press at a point of a canvas, from its corner in CSS pixels, and let go at another."""
    box = canvas(shown, name).bounding_box()
    mouse = shown.page.mouse
    mouse.move(box["x"] + start[0], box["y"] + start[1])
    mouse.down()
    mouse.move(box["x"] + end[0], box["y"] + end[1], steps=4)
    mouse.up()
    shown.page.mouse.move(0, 0)
    shown.frame()

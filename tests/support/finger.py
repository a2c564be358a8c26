"""A finger on a page, as a touch screen reports it."""


def tap(page, button):
    button.evaluate("button => button.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = button.bounding_box()
    drag_by_finger(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))


def drag_by_finger(page, *path):
    """Touch the first point, move over the others and let go."""
    finger = page.context.new_cdp_session(page)
    for kind, points in [("touchStart", path[:1]), *(("touchMove", [point]) for point in path[1:]), ("touchEnd", [])]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
    finger.detach()

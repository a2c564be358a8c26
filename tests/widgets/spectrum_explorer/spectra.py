"""Where things lie in SpectrumExplorer's six pictures, and what it says."""

SIGNAL, SIGNAL_SPECTRUM, KERNEL, KERNEL_SPECTRUM, RESULT, RESULT_SPECTRUM = range(6)
LEFT, RIGHT = 48, 10


def width_of(shown, canvas):
    return shown.el.locator("canvas").nth(canvas).bounding_box()["width"] - LEFT - RIGHT


def x_of_frequency(shown, frequency):
    """The spectra's axis runs from -0.005 to 0.505."""
    return LEFT + width_of(shown, SIGNAL_SPECTRUM) * (frequency + 0.005) / 0.51


def x_of_sample(shown, t, last=71):
    """The axis over time runs from -1 to the end of the linear result, or of the transform."""
    return LEFT + width_of(shown, SIGNAL) * (t + 1) / (last + 1)


def opened(shown):
    """With all its folds open."""
    for fold in ("Examples, signal, kernel", "Transform length", "Spectra, one bin"):
        shown.open(fold)
    return shown


def pointed(shown):
    return shown.el.locator(".convnb-sum").inner_text()


def cells(shown):
    """The table of one bin."""
    return [row.locator("th, td").all_inner_texts() for row in shown.el.locator("tbody tr").all()]

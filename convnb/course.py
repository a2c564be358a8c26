"""The course as data: its notebooks, how long each takes, and which ones it builds on."""

from typing import NamedTuple

from .paths import course_dir


class Notebook(NamedTuple):
    """One notebook; `needs` holds the numbers of those that it builds on directly."""

    number: int
    name: str
    title: str
    minutes: int
    needs: tuple = ()

    @property
    def file(self):
        return f"{self.number:02d}_{self.name}.ipynb"


COURSE = (
    Notebook(0, "start_here", "Start here", 10),
    Notebook(1, "alignment", "Alignment by correlation", 25, (0,)),
    Notebook(2, "pain_impulses", "Pain and impulses: convolution", 30, (1,)),
    Notebook(3, "sliding_kernels", "Sliding kernels on pictures", 30, (2,)),
    Notebook(4, "output_shapes", "Output shapes", 25, (3,)),
    Notebook(5, "backward_1d", "The backward pass in 1-D", 30, (4,)),
    Notebook(6, "backward_2d", "The backward pass in 2-D", 30, (5,)),
    Notebook(7, "convolution_is_a_matrix", "Convolution is a matrix", 30, (4,)),
    Notebook(8, "fourier_shortcut", "The Fourier shortcut", 25, (2,)),
    Notebook(9, "channels_and_cost", "Channels and what they cost", 25, (4,)),
    Notebook(10, "gabor_v1", "Gabor filters and the visual cortex", 25, (3,)),
    Notebook(11, "cnn_from_scratch", "A CNN from nothing", 40, (6, 7, 9)),
    Notebook(12, "mackey_glass", "Forecasting chaos: Mackey-Glass", 35, (11,)),
)


def written():
    """The numbers of the notebooks that this version of the course has."""
    folder = course_dir("notebooks")
    return frozenset(notebook.number for notebook in COURSE if (folder / notebook.file).is_file())

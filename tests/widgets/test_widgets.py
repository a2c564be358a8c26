"""The widgets on Python's side: inlined code, traits, repr, pictures, the palette. The browser tests do the rest."""

import copy
import inspect
import json
import re
import subprocess

import numpy as np
import pytest
from traitlets import TraitError

import convnb.widgets as widgets
from convnb.figures.style import PALETTE
from convnb.widgets.kit import base
from convnb.widgets.kit.base import CourseWidget
from convnb.widgets.kit.inline import JS, inline
from convnb.widgets.kit.settings import read_settings

WIDGETS = [getattr(widgets, name) for name in [*widgets.__all__, *widgets.ASKING]]
PNG = b"\x89PNG\r\n"


@pytest.fixture
def module(tmp_path):
    """module(name=source, ...) writes ES modules and returns the first one inlined."""

    def write(**sources):
        for name, source in sources.items():
            (tmp_path / f"{name}.js").write_text(source)
        return inline(f"{next(iter(sources))}.js", tmp_path)

    return write


def run_node(require, source):
    # Through standard input: a module is longer than a command line may be.
    command = [require("node"), "--input-type=module", "-"]
    run = subprocess.run(command, input=source, capture_output=True, text=True, timeout=30)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_inlined_modules_keep_their_names_apart(module, require):
    source = module(
        main='import { twice } from "./a.js";\nimport { again } from "./b.js";\nconst step = 1;\n'
        "console.log(twice(step), again(step), step);\nexport default { twice };",
        a="const step = 2;\nexport function twice(n) { return n * step; }",
        b='import { twice } from "./a.js";\nconst step = 100;\nexport const again = (n) => twice(twice(n)) + step;',
    )
    assert run_node(require, source).split() == ["2", "104", "1"]
    assert source.count("const step = 2;") == 1


@pytest.mark.parametrize(
    "line",
    [
        'import x from "./a.js";',
        'import * as a from "./a.js";',
        'import { twice as two } from "./a.js";',
        'import { twice } from "https://example.org/a.js";',
        "import {",
        'const a = await import("./a.js");',
        'export * from "./a.js";',
        "export { twice };",
        "export let n = 1;",
    ],
)
def test_anything_outside_the_grammar_is_refused_with_its_line(module, line):
    with pytest.raises(ValueError, match=r"main\.js:2"):
        module(main=f"const ok = 1;\n{line}", a="export function twice(n) { return 2 * n; }")


def test_missing_names_files_and_circles_are_refused(module):
    with pytest.raises(ValueError, match=r"main\.js:1: a\.js does not export thrice"):
        module(main='import { thrice } from "./a.js";', a="export const twice = 2;")
    with pytest.raises(ValueError, match=r"main\.js imports .*gone\.js"):
        module(main='import { thrice } from "./gone.js";')
    with pytest.raises(ValueError, match=r"circular import: main\.js -> a\.js -> main\.js"):
        module(main='import { a } from "./a.js";', a='import { b } from "./main.js";\nexport const a = 1;')
    with pytest.raises(ValueError, match=r"a\.js:1"):
        module(main='import { a } from "./a.js";', a="export default { a: 1 };")


@pytest.mark.parametrize("cls", WIDGETS)
def test_every_widget_inlines_to_one_module_that_runs_by_itself(cls, require):
    source = cls._esm + "\nconsole.log(typeof module_kit_shell.defineWidget);"
    assert not re.search(r"^\s*import\b", cls._esm, re.M)
    assert run_node(require, source).strip() == "function"


@pytest.mark.parametrize("cls", WIDGETS)
def test_a_widget_shows_itself_without_a_browser(cls):
    widget = cls()
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"].startswith(PNG)
    assert len(data["image/png"]) < 200_000
    assert len(metadata["image/png"]["alt"]) > 40
    assert data["text/plain"] == repr(widget) == repr(cls())
    assert "0x" not in repr(widget)


@pytest.mark.parametrize("problem", [RuntimeError("latex was not found " * 100), MemoryError(), KeyError("font")])
@pytest.mark.parametrize("step", ["draw", "png_bytes"])
def test_a_picture_that_cannot_be_drawn_does_not_take_the_widget_with_it(monkeypatch, problem, step):
    def fail(*args):
        raise problem

    monkeypatch.setattr(widgets.SlidingKernel2D if step == "draw" else base, step, fail)
    widget = widgets.SlidingKernel2D()
    data, metadata = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert data["text/plain"].startswith(
        f"SlidingKernel2D()\nNo picture, {type(problem).__name__}: {str(problem)[:50]}"
    )
    assert len(data["text/plain"]) < 150
    assert "image/png" not in data
    assert "image/png" not in metadata


def test_repr_names_what_was_set():
    assert repr(widgets.SlidingKernel2D()) == "SlidingKernel2D()"
    widget = widgets.SlidingKernel2D(np.ones((3, 4)), [[1, 2, 3]], stride=2, padding=(0, 1), flip=True)
    assert repr(widget) == "SlidingKernel2D(input=3x4, kernel=1x3, stride=2, padding=[0, 1], flip=True)"


def test_numbers_and_words_of_numpy_become_those_of_python():
    """A loop over np.arange or np.linspace hands them over, and np.load an array without axes."""
    widget = widgets.GaborExplorer(theta=np.float32(1), time=np.array(3), grating_theta=np.int64(1))
    assert repr(widget) == "GaborExplorer(theta=1.0, grating_theta=1.0, time=3)"
    widget = widgets.SlidingKernel1D(flip=(np.arange(2) > 0)[1], mode=np.array(["same"])[0])
    assert repr(widget) == "SlidingKernel1D(flip=True, mode='same')"
    assert repr(widgets.SignalAligner(source=np.str_("own"))) == "SignalAligner(source='own')"


def test_bad_state_gives_a_sentence_and_recovers():
    widget = widgets.SlidingKernel2D(kernel=np.ones((4, 4)))
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"].startswith(PNG)
    assert "larger than the padded input" in metadata["image/png"]["alt"]
    widget.kernel = [[1, 0]]
    assert "output" in widget.figure().alt.lower()


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("input", [1, 2, 3], r"input must be a 2-D array.*1-D with shape \(3,\)"),
        ("kernel", "edge", "kernel must be a 2-D array.*str"),
        ("input", [[1, 2], [3]], "input must be a regular array, got list: its parts differ in length"),
        ("stride", (1, 2, 3), "stride must be a whole number, or a pair"),
        ("dilation", 1.5, "dilation must be a whole number"),
        ("padding", "same", "padding must be a whole number"),
        ("padding", None, "padding must be a whole number"),
    ],
)
def test_a_wrong_type_is_a_value_error_with_the_trait(trait, value, words):
    with pytest.raises(ValueError, match=words):
        widgets.SlidingKernel2D(**{trait: value})


def beyond(widget, trait, line):
    """What is just beyond the trait's limits: a number, one of a pair, an array with a row or a column too many."""
    now = getattr(widget, trait)
    ends = [line[end] + step for end, step in (("min", -1), ("max", 1)) if end in line]
    yield from ([end, *now[1:]] if isinstance(now, list) else end for end in ends)
    for axis in range(np.ndim(now) if "largest" in line else 0):
        shape = [1] * np.ndim(now)
        shape[axis] = line["largest"] + 1
        yield np.ones(shape)


@pytest.mark.parametrize("cls", WIDGETS)
def test_what_is_beyond_a_limit_is_refused_at_once(cls):
    widget = cls()
    settings = read_settings(inspect.getfile(cls))
    settings.pop("constants", None)
    for trait, line in settings.items():
        now = getattr(widget, trait)
        for value in beyond(widget, trait, line):
            with pytest.raises((ValueError, TraitError), match=rf"\b{trait}\b") as problem:
                setattr(widget, trait, value)
            assert len(str(problem.value)) < 200
            assert np.array_equal(getattr(widget, trait), now)


@pytest.mark.parametrize(
    ("trait", "value", "words"),
    [
        ("kernel", np.ones((9, 9)), "kernel is 9x9; this widget shows at most 7x7"),
        (
            "kernel",
            np.ones((0, 3)),
            "kernel must be a 2-D array of at least one real number; got 2-D with shape (0, 3)",
        ),
        ("stride", 0, "stride must be at least 1; got 0"),
        ("padding", (0, 17), "padding must be at most 16; got (0, 17)"),
    ],
)
def test_a_limit_is_named_with_its_numbers(trait, value, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        setattr(widgets.SlidingKernel2D(), trait, value)


def test_what_depends_on_other_traits_may_come_in_any_order():
    """What does not fit yet is said in the picture's place, and gone as soon as the other trait is set, too."""
    widget = widgets.SlidingKernel2D()
    widget.kernel = np.ones((5, 5))
    assert "larger than the padded input 3x3" in widget.figure().alt
    widget.padding = 1
    assert "output 1 by 1" in widget.figure().alt


def test_what_json_cannot_carry_travels_and_comes_back():
    widget = widgets.SlidingKernel2D(input=[[1, np.nan], [np.inf, 2]])
    state = widget.get_state()
    assert state["input"] == [[1, None], [None, 2]]
    json.dumps(state["input"], allow_nan=False)
    widget.set_state({"input": [[None, 4]]})
    assert np.isnan(widget.input[0][0])
    assert widget.input[0][1] == 4


def test_inputs_are_not_changed():
    picture = np.arange(6.0).reshape(2, 3)
    picture.flags.writeable = False
    widget = widgets.SlidingKernel2D(picture)
    widget.input = widget.input[::-1]
    assert picture[0, 0] == 0


def test_a_list_is_not_changed_behind_the_widgets_back():
    """In place nobody would notice: the browser would go on showing the old numbers."""
    widget = widgets.SlidingKernel2D()
    for change in (
        lambda: widget.kernel[0].__setitem__(0, 99),
        lambda: widget.kernel.append([1, 1]),
        lambda: widget.stride.reverse(),
        lambda: widgets.ImpulseResponse().hits.__iadd__([1]),
    ):
        with pytest.raises(TypeError, match="cannot be changed in place: set all of it"):
            change()
    copied = copy.deepcopy(widget.kernel)
    copied[0][0] = 99
    widget.kernel = copied
    assert widget.kernel[0] == [99, 1]


@pytest.mark.parametrize(("trait", "value"), [("input", [[1, 2], [1e9, 3]]), ("stride", [1, 1e9])])
def test_a_masked_array_is_refused_with_the_way_out(trait, value):
    with pytest.raises(ValueError, match=rf"{trait}.*\.filled\("):
        widgets.SlidingKernel2D(**{trait: np.ma.masked_equal(value, 1e9)})


@pytest.mark.parametrize(
    ("name", "trait"),
    [
        *[("SlidingKernel2D", trait) for trait in ("input", "stride", "flip", "position")],
        *[("GaborExplorer", trait) for trait in ("alpha", "cell", "time", "image")],
    ],
)
def test_a_message_shows_little_of_a_large_value(name, trait):
    with pytest.raises((ValueError, TraitError), match=trait) as problem:
        getattr(widgets, name)(**{trait: "no number " * 100_000})
    assert len(str(problem.value)) < 300


@pytest.mark.parametrize("name", widgets.__all__)
def test_a_trait_that_does_not_exist_is_refused_with_the_nearest_that_does(name):
    widget = getattr(widgets, name)
    with pytest.raises(TypeError, match=f"^{name} has no trait 'covred'; did you mean covered\\?$"):
        widget(covred=True)
    with pytest.raises(TypeError, match=f"^{name} has no trait 'zzz'$"):
        widget(zzz=1)
    assert widget(covered=True, layout={"width": "50%"}).covered is True


def test_arguments_without_a_name_are_counted_and_not_given_twice():
    assert str(inspect.signature(widgets.SlidingKernel2D)) == "(input=None, kernel=None, **traits)"
    assert widgets.SlidingKernel2D(None, [[5]]).kernel == [[5]]
    with pytest.raises(TypeError, match="2 arguments without a name, got 3"):
        widgets.SlidingKernel2D([[1]], [[1]], 2)
    with pytest.raises(TypeError, match="input twice"):
        widgets.SlidingKernel2D([[1]], input=[[2]])


def test_a_figure_does_not_depend_on_the_sessions_errstate():
    widget = widgets.SlidingKernel2D([[1e308, np.inf], [np.nan, 1]])
    with np.errstate(all="raise"):
        assert widget.figure().alt


def test_the_palette_is_the_same_in_the_browser():
    theme = (JS / "kit/theme.js").read_text()
    block = theme[theme.index("PALETTE = {") : theme.index("}")]
    assert dict(re.findall(r'(\w+): "(#\w{6})"', block)) == PALETTE


def test_every_module_on_disk_is_used():
    sources = "\n".join(cls._esm for cls in CourseWidget.__subclasses__())
    for path in (JS / "kit").glob("*.js"):
        assert f"module_kit_{path.stem} = " in sources, f"{path.name} is imported by no widget"

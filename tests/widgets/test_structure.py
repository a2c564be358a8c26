"""How the widgets' folders stand to each other, and that each fact about a trait has one home, settings.js."""

import inspect
import re
from pathlib import Path

import pytest
from traitlets import Undefined

from convnb import widgets
from convnb.models.mackey_glass import TRAINING_POINTS
from convnb.ops.checks import LARGEST_NUMBER
from convnb.widgets.kit.inline import JS
from convnb.widgets.kit.settings import LIMITS, read_settings, read_table

NAMES = sorted(path.name for path in JS.iterdir() if (path / "index.js").is_file())
ALL = [*widgets.__all__, *widgets.ASKING]
CLASSES = {Path(inspect.getfile(cls)).parent.name: cls for cls in (getattr(widgets, n) for n in ALL)}
# Traits without a line of their own: lists and bytes that are made from what the learner gives.
NO_SETTINGS = {
    "forecast_explorer": {"networks", "weights", "points"},
    "layer_stack": {"input_shape", "layers", "unit", "examples"},
    "network_explorer": {"layers", "weights", "input_shape", "class_names", "examples", "labels"},
    "predict": {"pictured"},
    "signal_aligner": {"signals"},
}


def settings_of(name):
    return read_settings(JS / name / "__init__.py")


def test_the_shared_limits_are_those_of_the_operators():
    assert LIMITS["largest_number"] == LARGEST_NUMBER
    assert settings_of("forecast_explorer")["origin"]["value"] == TRAINING_POINTS
    assert settings_of("gabor_explorer")["time"]["max"] == settings_of("gabor_explorer")["constants"]["frames"] - 1


@pytest.mark.parametrize("name", NAMES)
def test_traits_have_the_defaults_and_limits_of_their_table(name):
    traits = CLASSES[name].class_own_traits()
    for trait_name, line in settings_of(name).items():
        if trait_name == "constants":
            continue
        trait = traits[trait_name]
        assert trait.metadata["sync"]
        assert trait.default() == line.get("value", Undefined), trait_name
        if hasattr(trait, "largest"):
            assert trait.largest == line.get("largest", line.get("max", trait.largest)), trait_name
        else:
            assert (getattr(trait, "min", None), getattr(trait, "max", None)) == (line.get("min"), line.get("max"))
        assert getattr(trait, "values", None) == line.get("choices"), trait_name


@pytest.mark.parametrize("name", NAMES)
def test_every_synced_trait_stands_in_the_table(name):
    own = {key for key, trait in CLASSES[name].class_own_traits().items() if trait.metadata.get("sync")}
    assert own - set(settings_of(name)) - NO_SETTINGS.get(name, set()) - {"_esm", "_css"} == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('export const OTHER = { "a": 1 };', "must end with"),
        ("export const SETTINGS = { a: 1 };", "strict JSON"),
        ('export const SETTINGS = { "a": 1, };', "strict JSON"),
        ('export const SETTINGS = { "a": { "most": 1 } };', "unknown key 'most'"),
    ],
)
def test_a_table_of_another_form_is_refused_with_its_path(tmp_path, text, words):
    (tmp_path / "settings.js").write_text(text)
    with pytest.raises(ValueError, match=rf"settings\.js.*{words}"):
        read_settings(tmp_path / "__init__.py")


def test_a_table_may_stand_under_comments(tmp_path):
    (tmp_path / "settings.js").write_text('// @ts-check\n\nexport const SETTINGS = {\n  "a": { "min": 0 }\n};\n')
    assert read_table(tmp_path / "settings.js") == {"a": {"min": 0}}


def test_a_widget_imports_the_kit_and_itself_and_the_kit_no_widget():
    faults = []
    for path in [*JS.rglob("*.py"), *JS.rglob("*.js")]:
        part = path.relative_to(JS).parts[0]
        if part == "__init__.py":  # it offers all widgets by name
            continue
        for other in re.findall(r"""(?:from|import)\b.*?["' ](?:\.\./|\.\.)(\w+)""", path.read_text(encoding="utf-8")):
            if other in NAMES or (other == "kit" and part == "kit"):
                faults.append(f"{path.relative_to(JS)} imports {other}")
    assert faults == []


def test_the_kit_holds_what_several_widgets_use():
    """A module of the kit is used by two widgets at least, directly or through another module of the kit."""
    users = {path.stem: set() for path in (JS / "kit").glob("*.js")}
    for name in NAMES:
        for module in re.findall(r"module_kit_(\w+) = ", CLASSES[name]._esm):
            users[module].add(name)
    assert {module: names for module, names in users.items() if len(names) < 2} == {}


# --- one stylesheet for all widgets: its rules for everything stand first, then those of single widgets ---

CSS = re.sub(r"/\*(?! --- The widgets).*?\*/", "", (JS / "kit/convnb.css").read_text(encoding="utf-8"), flags=re.S)
COMMON, OWN = CSS.split("/* --- The widgets")
CLASS = re.compile(r"(?<!-)\bconvnb-[\w-]+")


def classes_in(folder):
    """The classes that the JavaScript of a folder names; one that ends in a hyphen stands for all that begin so."""
    return set(CLASS.findall("\n".join(path.read_text(encoding="utf-8") for path in (JS / folder).glob("*.js"))))


USED = {name: classes_in(name) for name in [*NAMES, "kit"]}


def users(css_class):
    return {name for name, used in USED.items() if css_class in used or css_class[: css_class.rfind("-") + 1] in used}


def test_no_two_widgets_share_a_class_that_is_not_the_kits():
    common = USED["kit"] | set(CLASS.findall(COMMON))
    shared = {one: users(one) for name in NAMES for one in USED[name] - common if len(users(one)) > 1}
    assert shared == {}


def test_a_rule_for_everything_names_no_class_of_one_widget():
    assert {one for one in CLASS.findall(COMMON) if "kit" not in users(one) and len(users(one)) < 2} == set()


def test_a_rule_of_one_widget_reaches_no_other():
    faults = {}
    for selectors in re.findall(r"([^{}]+)\{", OWN.split("*/", 1)[1]):
        for selector in re.split(r",(?![^(]*\))", selectors):
            owners = [users(one) for one in CLASS.findall(selector) if len(users(one)) == 1 and users(one) != {"kit"}]
            if len({next(iter(one)) for one in owners}) != 1:
                faults[selector.strip()] = owners
    assert faults == {}

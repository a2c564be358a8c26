"""The real data: shapes, units and ranges, what the notebooks claim about them, and that every file is attributed."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from convnb import datasets
from convnb.models.mackey_glass import frozen_series
from convnb.ops.correlation import correlate, normalized_correlate
from convnb.paths import course_dir

BEAT = slice(421, 491)  # the window of one heartbeat, its peak 30 samples in
STARTS = [50, 235, 421, 602, 779, 949, 1126, 1295, 1463, 1627, 1785, 1947, 2119, 2300, 2481, 2652, 2823, 2983, 3155]
STARTS += [3327, 3493]


def peaks_above(scores, threshold, distance):
    """Best first, each peak silences the positions closer than `distance`."""
    scores, found = scores.copy(), []
    while scores.max() >= threshold:
        best = int(scores.argmax())
        found.append(best)
        scores[max(0, best - distance + 1) : best + distance] = -np.inf
    return sorted(found)


def elsewhere(values, positions, distance):
    """The values farther than `distance` from every position."""
    index = np.arange(values.size)
    return values[np.abs(index[:, None] - np.array(positions)).min(axis=1) > distance]


def test_ecg_is_ten_seconds_in_millivolts():
    ecg = datasets.ecg()
    assert ecg.shape == (3600,)
    assert ecg.size / datasets.ECG_RATE == 10
    assert ecg.dtype == np.float64
    assert (ecg.min(), ecg.max()) == (-1.14, 2.09)
    steps = ecg / 0.005  # the recorder's resolution
    np.testing.assert_allclose(steps, np.rint(steps), atol=1e-9)


def test_one_beat_finds_all_21_beats_exactly_once():
    ecg = datasets.ecg()
    scores = normalized_correlate(ecg, ecg[BEAT])
    assert peaks_above(scores, 0.8, distance=70) == STARTS
    # The threshold has room on both sides.
    assert min(scores[STARTS]) > 0.93
    assert elsewhere(scores, STARTS, 25).max() < 0.68
    assert peaks_above(scores, 0.6, distance=70) != STARTS


def test_neither_a_voltage_nor_a_raw_sum_of_products_finds_the_beats():
    ecg = datasets.ecg()
    peaks = np.array([start + ecg[start : start + 70].argmax() for start in STARTS])
    assert np.abs(peaks - np.array(STARTS) - 30).max() <= 2
    assert ecg[peaks].min() == pytest.approx(0.665)
    assert elsewhere(ecg, peaks, 25).max() == pytest.approx(0.955)
    raw = correlate(ecg, ecg[BEAT], mode="valid")
    assert raw[STARTS].min() < elsewhere(raw, STARTS, 25).max()
    described = " ".join(datasets.ecg.__doc__.split())
    for said in (f"with {len(STARTS)} heartbeats", "from -1.14 to 2.09", "peaks at 0.665 mV", "lies at 0.955 mV"):
        assert said in described


@pytest.mark.parametrize("name", datasets.PHOTOGRAPHS)
def test_photograph_holds_the_files_levels_from_0_to_1(name):
    picture = datasets.photograph(name)
    assert picture.shape == datasets.PHOTOGRAPHS[name]
    assert picture.dtype == np.float64
    levels = np.asarray(Image.open(course_dir("assets") / f"{name}.png"))
    np.testing.assert_array_equal(picture, levels / 255)
    assert 0 <= picture.min() < 0.02
    assert 0.98 < picture.max() <= 1


def test_photographs_are_the_right_way_up_and_in_the_right_colours():
    camera, astronaut = datasets.photograph("camera"), datasets.photograph("astronaut")
    assert camera[20:60, 350:500].mean() > 0.7  # sky, above right
    assert camera[250:350, 40:120].mean() < 0.1  # coat, below left
    red, green, blue = astronaut[150:165, 75:110].mean(axis=(0, 1))  # the orange suit
    assert red > 0.6 > green > blue


def test_digits_are_5000_of_ten_classes_in_two_parts():
    images, labels = datasets.digits()
    assert images.shape == (5000, 28, 28)
    assert images.dtype == np.float32
    assert labels.dtype == np.int64
    levels = images * 255
    np.testing.assert_allclose(levels, np.rint(levels), atol=1e-4)
    assert (images.min(), images.max()) == (0, 1)
    parts = [datasets.digits(part) for part in ("train", "test")]
    assert [len(part) for part, _ in parts] == [datasets.TRAINING_DIGITS, 1000]
    np.testing.assert_array_equal(np.concatenate([part for part, _ in parts]), images)
    np.testing.assert_array_equal(np.concatenate([part for _, part in parts]), labels)


def test_every_thousand_digits_hold_a_hundred_of_each_class_and_none_twice():
    images, labels = datasets.digits()
    for first in range(0, 5000, 1000):
        np.testing.assert_array_equal(np.bincount(labels[first : first + 1000]), [100] * 10)
        assert 800 < np.count_nonzero(np.diff(labels[first : first + 1000])) < 1000  # shuffled: 900 on average
    assert len({image.tobytes() for image in images}) == 5000


def test_labels_belong_to_their_digits():
    images, labels = datasets.digits()
    pictures = images.reshape(5000, -1)
    means = np.stack([pictures[:4000][labels[:4000] == digit].mean(axis=0) for digit in range(10)])
    nearest = ((pictures[4000:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert np.mean(nearest == labels[4000:]) > 0.75  # the nearest mean is right for four of five
    zeros, ones = images[labels == 0], images[labels == 1]
    assert zeros[:, 13:15, 13:15].mean() < 0.05 < 0.5 < ones[:, 13:15, 13:15].mean()  # the hole, the stroke
    assert images[:, 4:24, 4:24].sum() > 0.95 * images.sum()  # ink on paper, in the middle


def test_unknown_part_of_the_digits_names_those_that_exist():
    with pytest.raises(ValueError, match="'train', 'test', 'all', got 'validation'"):
        datasets.digits("validation")


def test_every_call_gives_a_fresh_array():
    datasets.digits()[0][:] = -1
    datasets.photograph("coins")[:] = -1
    datasets.ecg()[:] = 9
    assert datasets.digits()[0].min() >= 0
    assert datasets.photograph("coins").min() >= 0
    assert datasets.ecg().max() < 9


def test_a_coin_is_found_again_in_a_dim_noisy_copy():
    coins = datasets.photograph("coins")
    coin = coins[172:220, 80:128]
    for seed in range(5):
        copy = 0.5 * coins + 0.4 + np.random.default_rng(seed).normal(0, 0.3, coins.shape)
        scores = normalized_correlate(copy, coin)
        assert np.unravel_index(scores.argmax(), scores.shape) == (172, 80)
        raw = correlate(copy, coin, mode="valid")
        assert np.unravel_index(raw.argmax(), raw.shape) != (172, 80)


def test_unknown_photograph_names_those_that_exist():
    with pytest.raises(ValueError, match=r"'lena'.*astronaut, camera, coins"):
        datasets.photograph("lena")


@pytest.mark.parametrize("name", ["x" * 1_000_000, ["coins"], None], ids=["long", "list", "None"])
@pytest.mark.parametrize("read", [datasets.photograph, datasets.digits])
def test_whatever_the_name_is_the_complaint_is_short(read, name):
    with pytest.raises(ValueError, match=r"astronaut|train") as problem:
        read(name)
    assert len(str(problem.value)) < 200


READERS = {
    "ecg.csv": datasets.ecg,
    "coins.png": lambda: datasets.photograph("coins"),
    "mnist_5000.npz": datasets.digits,
    "mackey_glass_30.csv": frozen_series,
}


@pytest.fixture
def assets(monkeypatch, tmp_path):
    """An empty folder in the place of assets/."""
    monkeypatch.setattr(datasets, "course_dir", lambda name: tmp_path)
    return tmp_path


@pytest.mark.parametrize("file_name", READERS)
def test_a_missing_file_is_named_with_the_way_to_get_it(assets, file_name):
    said = rf"^{file_name} is missing.*git checkout -- assets/{file_name}.*reinst"
    with pytest.raises(FileNotFoundError, match=said):
        READERS[file_name]()


def cut_short(content):
    return content[: content.rstrip().rfind(b"\n") + 1]


def one_changed(content):
    """The last digit of the file's fifth line is another."""
    lines = content.splitlines(keepends=True)
    lines[4] = lines[4].rstrip()[:-1] + (b"1" if lines[4].rstrip()[-1:] != b"1" else b"2") + b"\n"
    return b"".join(lines)


def one_bit_flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    ("file_name", "damage"),
    [
        ("ecg.csv", cut_short),
        ("ecg.csv", one_changed),
        ("mackey_glass_30.csv", one_changed),
        ("coins.png", one_bit_flipped),
        ("mnist_5000.npz", one_bit_flipped),
        ("mnist_5000.npz", lambda content: content[:1000]),
    ],
)
def test_a_damaged_file_is_named_with_the_way_to_get_it(assets, file_name, damage):
    content = (course_dir("assets") / file_name).read_bytes()
    (assets / file_name).write_bytes(damage(content))
    said = rf"^{file_name} in .* is damaged.*git checkout -- assets/{file_name}.*reinst"
    with pytest.raises(ValueError, match=said):
        READERS[file_name]()


def test_line_ends_of_windows_are_no_damage(assets):
    content = (course_dir("assets") / "ecg.csv").read_bytes()
    (assets / "ecg.csv").write_bytes(content.replace(b"\n", b"\r\n"))
    assert datasets.ecg().shape == (3600,)


def test_every_asset_is_attributed():
    folder = course_dir("assets")
    text = (folder / "ATTRIBUTION.md").read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0].strip(): part for part in text.split("\n## ")[1:]}
    assert {path.name for path in folder.iterdir()} - {"ATTRIBUTION.md"} == set(sections)
    for name, section in sections.items():
        for field in ("What", "Who", "Licence", "From", "Changed"):
            assert f"- **{field}**: " in section, f"{name} lacks {field}"
        if name.removesuffix(".png") in datasets.PHOTOGRAPHS:
            rows, columns, *_ = datasets.PHOTOGRAPHS[name.removesuffix(".png")]
            assert f", {rows} x {columns} pixels" in section, "rows x columns"
    assert f"{len(datasets.ecg()):,} samples at {datasets.ECG_RATE} samples" in sections["ecg.csv"]
    assert f"holds {len(STARTS)} heartbeats" in sections["ecg.csv"]


def test_pictures_and_ecg_stay_small():
    files = ["ecg.csv", *(f"{name}.png" for name in datasets.PHOTOGRAPHS)]
    assert sum((course_dir("assets") / name).stat().st_size for name in files) <= 700_000
    assert (course_dir("assets") / "mnist_5000.npz").stat().st_size <= 900_000


def test_data_without_pictures_load_no_matplotlib():
    code = "import sys, convnb.datasets as d; d.ecg(), d.digits(); sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

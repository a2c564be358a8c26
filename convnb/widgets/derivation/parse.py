"""A line such as "dJ/da2 = d1*w2 + d2*w1" as an entry and a SymPy expression: parse.js, word for word."""

import re

from .sizes import LIMITS, inside, name_of

OTHERS = str.maketrans("\t\r\u00a0\u2212\u2013·×⋅∗δ𝛿∂₀₁₂₃₄₅₆₇₈₉", "   --****ddd0123456789", "_\\")
INDEX = r"([0-9]+)(?:,([0-9]+))?"
BRACKETED = re.compile(r" *[\[{] *([0-9]+) *(?:, *([0-9]+) *)?[\]}]")
LEFT = re.compile(rf"d *j */ *d *([a-z]+)(?:{INDEX})?")
SLOPE = re.compile(rf"d *j */ *d *z{INDEX}")
INNER = re.compile(rf"d *z{INDEX} */ *d *[aw](?:{INDEX})?|d *z{INDEX} */ *d *b")
HALF = re.compile(rf"d[awz]{INDEX}|db")
LETTER = re.compile(rf"(delta|[dwabzj]|[a-z]+)(?:{INDEX})?")
NUMBER = re.compile(r"[0-9]+")


class Problem(Exception):
    """Why a line cannot be read; `kind` as in parse.js."""

    def __init__(self, kind, says):
        super().__init__(says)
        self.kind = kind


def brief(text):
    """At most 40 characters of it."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def _plain(line):
    text = re.sub("[A-Z]", lambda found: found[0].lower(), line.translate(OTHERS))
    text = re.sub("[Σ∑]", "sum", re.sub("cdot|times", "*", text))
    return BRACKETED.sub(lambda found: ",".join(filter(None, found.groups())), text)


def read_line(line, layer, following):
    """(entry, SymPy expression) of a line. Raises Problem. `following`: the entry to derive now, such as "a2"."""
    if len(line) > LIMITS["longest_line"]:
        most = LIMITS["longest_line"]
        raise Problem("unread", f"This line has {len(line)} letters and signs; at most {most} are read.")
    left, *sides = (side.strip(" ") for side in _plain(line).split("="))
    if not sides:
        raise Problem("half", f"Begin with what you derive: dJ/d{following} =")
    # Enter writes the left side, and whoever does not see it types it again.
    sides = [side for side in sides if side.replace(" ", "") != left.replace(" ", "")] or [""]
    if len(sides) > 1:
        raise Problem("unread", "A line has one =, with the derivative on its left.")
    found = LEFT.fullmatch(left)
    if not found:
        written = brief(line.split("=")[0].strip())
        meant = re.search("[aw][0-9]+", left)
        entry = meant[0] if meant and meant[0] in layer.symbols else following
        like = f"write it like dJ/d{entry}, not like “{written}”"
        raise Problem("unread", f"On the left stands what you derive: {like}.")
    if found[1] not in ("a", "w", "b"):
        given = " The slopes dJ/dz are given: they are the d." if found[1] == "z" else ""
        raise Problem("unread", f"What can be derived here is dJ/da, dJ/dw and dJ/db.{given}")
    entry = _named(found.groups(), layer)
    if not sides[0]:
        raise Problem("half", f"What is dJ/d{entry}? A sum of products.")
    return entry, _Sum(sides[0], layer).read()


def _named(parts, layer):
    """The name of a letter that the learner has written, such as "w12"; `parts`: the letter, and up to two numbers."""
    written, first, second = parts
    letter = "d" if written == "delta" else written
    if letter == "b":
        if first:
            raise Problem("absent", "There is one bias, b, without an index.")
        return letter
    if letter in ("z", "j"):
        raise Problem("unread", "Neither z nor J stands on the right: dJ/dz1 is called d1.")
    if letter.startswith("sum"):
        raise Problem("unread", "A sum is written out, product by product, with numbers as indices.")
    if letter not in layer.shapes:
        letters = "write d (for delta), w and a, and * for times"
        raise Problem("unread", f"“{brief(letter)}” is no letter of the layer: {letters}.")
    shape = layer.shapes[letter]
    start, end = name_of(letter, [0 for _ in shape]), name_of(letter, [length - 1 for length in shape])
    if not first:
        raise Problem("half", f"The letter {letter} needs its index, such as {end}.")
    pair = len(shape) == 2 and not second and len(first) == 2
    numbers = list(first) if pair else [first, second] if second else [first]
    if len(numbers) < len(shape):
        text = brief(letter + first)
        raise Problem("half", f"{text} needs two indices, row and column, such as {end}.")
    if len(numbers) > len(shape):
        text = f"{brief(letter + first)},{brief(second)}"
        raise Problem("unread", f"{text} has two indices; this layer has one axis.")
    place = [int(number) - 1 for number in numbers]
    if not inside(place, shape):
        every = f"is {start} only" if start == end else f"are {start} {'and' if shape == (2,) else 'to'} {end}"
        zero = " Here one counts from 1, as on paper." if -1 in place else ""
        text = brief(letter + ("" if pair else ",").join(numbers))
        raise Problem("absent", f"There is no {text}: there {every}.{zero}")
    return name_of(letter, place)


class _Sum:
    """The right side of a line, read sign by sign: each method returns (expression, products, factors)."""

    def __init__(self, text, layer):
        self.text, self.layer = text, layer
        self.at, self.before = 0, "="

    def read(self):
        total = self.addition(0)[0]
        self.skip()
        if self.at < len(self.text):
            raise self.stray()
        return total

    def skip(self):
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1

    def take(self, pattern):
        if found := pattern.match(self.text, self.at):
            self.at, self.before = found.end(), found[0]
        return found

    def sign(self, signs):
        self.skip()
        one = self.text[self.at : self.at + 1]
        if not one or one not in signs:
            return ""
        self.at, self.before = self.at + 1, one
        return one

    def stray(self):
        one = self.text[self.at]
        if one == ")":
            return Problem("unread", "A bracket is closed that was not opened.")
        if re.match(r"[-+*(0-9a-z]", one):
            return Problem("unread", f"Between “{brief(self.before)}” and “{one}” something is missing.")
        return Problem("unread", f"“{one}” is not read here: write +, -, * and brackets.")

    def addition(self, depth):
        total, products, factors = self.multiplication(depth)
        while sign := self.sign("+-"):
            more, plus, other = self.multiplication(depth)
            products, factors = _within_limits(products + plus, max(factors, other))
            total = total - more if sign == "-" else total + more
        return total, products, factors

    def multiplication(self, depth):
        total, products, factors = self.factor(depth)
        while self.sign("*") or re.match("[a-z(]", self.text[self.at : self.at + 1]):
            more, times, other = self.factor(depth)
            products, factors = _within_limits(products * times, factors + other)
            total = total * more
        return total, products, factors

    def factor(self, depth):
        minus = False
        while sign := self.sign("+-"):
            minus ^= sign == "-"
        one, products, factors = self.atom(depth)
        return -one if minus else one, products, factors

    def atom(self, depth):
        self.skip()
        if self.at >= len(self.text):
            raise Problem("half", f"The line stops after “{brief(self.before)}”.")
        if self.sign("("):
            if depth >= LIMITS["deepest"]:
                deep = LIMITS["deepest"]
                raise Problem("unread", f"Brackets within brackets are read {deep} deep, no deeper.")
            total = self.addition(depth + 1)
            if self.sign(")"):
                return total
            raise Problem("half", "A bracket is still open.") if self.at >= len(self.text) else self.stray()
        if number := self.take(NUMBER):
            if len(number[0]) > LIMITS["most_digits"]:
                most = LIMITS["most_digits"]
                raise Problem("unread", f"The number {brief(number[0])} has more than {most} digits.")
            return int(number[0]), 1, 1
        if self.take(INNER):
            z, by = (re.sub(" *d| ", "", part) for part in self.before.split("/"))
            now = f"Now write for d{z}/d{by} what it is: what stands beside {by} in {z}."
            raise Problem("slope", f"That is the chain rule. {now}")
        if self.take(HALF):
            first = name_of("d", [0 for _ in self.layer.shapes["d"]])
            means = f"{first} means dJ/d{first.replace('d', 'z')}, and beside it stands a letter of the layer"
            kind = "half" if self.before[1] == "z" else "unread"
            raise Problem(kind, f"“{brief(self.before)}” is half a slope: {means}.")
        if slope := self.take(SLOPE):
            parts = "d", *slope.groups()
        elif letter := self.take(LETTER):
            parts = letter.groups()
        else:
            raise self.stray()
        return self.layer.symbols[_named(parts, self.layer)], 1, 1


def _within_limits(products, factors):
    if factors > LIMITS["most_factors"]:
        raise Problem("unread", f"More than {LIMITS['most_factors']} factors in a product are not read.")
    if products > LIMITS["most_products"]:
        raise Problem("unread", f"Multiplied out this has more than {LIMITS['most_products']} products.")
    return products, factors

"""Slips: the right answer with one small thing changed, made from its syntax tree, and a sentence for each kind."""

import ast
import inspect
import textwrap
from copy import copy
from itertools import pairwise

from .model import Misconception

OPENING = "Your results are those of a right answer in which "
# In the order in which they are tried: where two kinds give the same results, the first is named.
KINDS = {
    "fixed": "`{}` has no effect, as if it were always {}.",
    "assigned": "a value is overwritten where it should grow: = in place of +=, so that only the last part counts.",
    "flip": "something runs backwards that should run forwards, or the reverse: see to the [::-1].",
    "exchanged": "two things stand in each other's place: two arguments, two indices or two axes.",
    "sign": "one sign is the other way round: + stands in place of -, or the reverse.",
    "strict": "one comparison is wrong where both sides are equal, such as < in place of <=.",
    "turned": "one comparison is the other way round, such as < in place of >, or max in place of min.",
    "counted": "`{}` is one too {}.",
    "rounding": "one division is of the other sort: // rounds down, and / does not.",
    "number": "one number is off by one: a limit, an index, a length or a start value.",
    "operation": "one operation is another, such as a product in place of a quotient, a sum or a power.",
    "missing": "one part of a formula is missing: a term, a factor, a divisor, a step, an absolute value or a root.",
    "condition": "one condition is missing.",
}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add}
OPERATIONS = {
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Add,),
    ast.Pow: (ast.Mult,),
}
ROUNDING = {ast.FloorDiv: ast.Div, ast.Div: ast.FloorDiv}
STRICT = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OTHERS = {"max": "min", "min": "max", "argmax": "argmin"}
TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}


def slips(function):
    """A Misconception for each single change to the function, made when it is asked for.

    None where Python does not find the function's source.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return
    if not isinstance(tree.body[0], ast.FunctionDef):  # a lambda has no name to be found by
        return
    edits = [(kind, node, edited) for node in ast.walk(tree) for kind, edited in _edits(node)]
    order = list(KINDS)
    for kind, node, edited in sorted(edits, key=lambda edit: order.index(edit[0].split()[0])):
        _Exchange(node, edited).visit(tree)
        namespace = dict(function.__globals__)
        exec(compile(ast.fix_missing_locations(tree), "<slip>", "exec"), namespace)
        _Exchange(edited, node).visit(tree)
        name, *what = kind.split()
        yield Misconception(namespace[function.__name__], OPENING + KINDS[name].format(*what))


class _Exchange(ast.NodeTransformer):
    """Puts a node in another's place."""

    def __init__(self, node, other):
        self.node, self.other = node, other

    def visit(self, node):
        return self.other if node is self.node else self.generic_visit(node)


def _edits(node):
    """Pairs (kind, what may stand in this node's place)."""
    match node:
        case ast.FunctionDef():
            yield from _at_the_start(node)
        case ast.BinOp(left=left, op=op, right=right):
            yield from _operators(node)
            yield "missing", left
            if isinstance(op, ast.Add | ast.Mult):
                yield "missing", right
        case ast.AugAssign(target=target, value=value):
            yield "assigned", ast.Assign([target], value)
            yield from _operators(node)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign", operand
        case ast.Compare(left=left, ops=ops, comparators=others):
            for kind, table in (("strict", STRICT), ("turned", TURNED)):
                for place, op in enumerate(ops):
                    if type(op) in table:
                        yield kind, _with(node, ops=[*ops[:place], table[type(op)](), *ops[place + 1 :]])
            if len(ops) > 1:
                yield "condition", _with(node, ops=ops[:-1], comparators=others[:-1])
                yield "condition", _with(node, left=others[0], ops=ops[1:], comparators=others[1:])
        case ast.BoolOp(values=values):
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield "condition", _with(node, values=rest) if rest[1:] else rest[0]
        case ast.If():
            yield "condition", _with(node, test=ast.Constant(True))
        case ast.Constant(value=int() | float() as value) if value == int(value) and not isinstance(value, bool):
            yield "number", ast.Constant(value + 1)
            yield "number", ast.Constant(value - 1)
        case ast.Subscript(value=value, slice=ast.Slice(step=ast.expr() as step)):
            flipped = isinstance(step, ast.UnaryOp)
            yield "flip" if flipped else "missing", _with(node, slice=_with(node.slice, step=None))
        case ast.Tuple(elts=[_, _, *_] as parts) | ast.Call(args=[_, _, *_] as parts):
            field = "elts" if isinstance(node, ast.Tuple) else "args"
            for place in range(len(parts) - 1):
                swapped = [*parts[:place], parts[place + 1], parts[place], *parts[place + 2 :]]
                yield "exchanged", _with(node, **{field: swapped})
        case ast.Call(func=ast.Name(id="range"), args=[end]):
            for op in (ast.Sub(), ast.Add()):
                yield "number", _with(node, args=[ast.BinOp(end, op, ast.Constant(1))])
            yield "number", _with(node, args=[ast.Constant(1), end])
        case ast.Call(args=[value], keywords=[]) if _called(node) in ("abs", "sqrt", "norm", "sorted"):
            yield "missing", value
        case ast.Name(id=name) if name in OTHERS:
            yield "turned", _with(node, id=OTHERS[name])
        case ast.Attribute(attr=name) if name in OTHERS:
            yield "turned", _with(node, attr=OTHERS[name])
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Tuple):
            yield "flip", ast.Return(_source(f"({ast.unparse(value)})[::-1]").value)


def _called(call):
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _operators(node):
    """The edits of an operation's sign or sort."""
    kind = type(node.op)
    for name, others in (("sign", SIGNS), ("rounding", ROUNDING)):
        if kind in others:
            yield name, _with(node, op=others[kind]())
    for other in OPERATIONS.get(kind, ()):
        yield "operation", _with(node, op=other())


def _at_the_start(node):
    """The edits that change what a parameter holds before the function begins."""
    names = [parameter.arg for parameter in node.args.args]
    lines = [("flip", f"{name} = {name}[::-1]") for name in names]
    lines += [("exchanged", f"{one}, {other} = {other}, {one}") for one, other in pairwise(names)]
    lines += [(f"fixed {name} {value}", f"{name} = {value}") for name in names for value in (1, 0)]
    lines += [(f"counted {name} large", f"{name} = {name} + 1") for name in names]
    lines += [(f"counted {name} small", f"{name} = {name} - 1") for name in names]
    for kind, line in lines:
        yield kind, _with(node, body=[_source(line), *node.body])


def _source(line):
    return ast.parse(line).body[0]


def _with(node, **fields):
    changed = copy(node)
    for field, value in fields.items():
        setattr(changed, field, value)
    return changed

"""Slips: a right answer with one small thing changed, made from its syntax tree, and a sentence for each kind."""

import ast
import inspect
import re
import textwrap
from collections import defaultdict
from copy import copy
from itertools import pairwise

from .model import Misconception

OPENING = "Your results are those of a right answer in which "
# In the order in which they are tried: where two kinds give the same results, the first is named.
KINDS = {
    "fixed": "`{}` has no effect, as if it were always {}.",
    "assigned": "a value is overwritten where it should grow, by = in place of +=: only the last part counts.",
    "flip": "something runs backwards that should run forwards, or the reverse: check each [::-1].",
    "exchanged": "two things are swapped: two arguments, indices or axes, or the sides of a difference or a division.",
    "turned": "one comparison points the wrong way, such as < in place of >, or max in place of min.",
    "sign": "one sign is wrong: + in place of -, or - in place of +.",
    "strict": "one comparison is wrong where both sides are equal, such as < in place of <=.",
    "counted": "`{}` is one too {}.",
    "scaled": "`{}` is {} as large as it should be.",
    "prepared": "`{}` is first replaced by its absolute values.",
    "axis": "one axis is wrong: {} in place of {}.",
    "number": "one number is off by one: a limit, an index, a length or a start value.",
    "operation": "one operation is wrong, such as a product in place of a quotient, a sum or a power.",
    "mode": "one mode is wrong: `{}` in place of `{}`.",
    "lacking": "one part of a formula is missing: `{}`.",
    "missing": "one part of a formula is missing: a term, a factor, a divisor, a step, an absolute value or a root.",
    "condition": "one condition is missing.",
    "name": "one name is wrong: `{}` in place of `{}`.",
}
ALIKE = " This happens in more than one place."
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add}
OPERATIONS = {
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Add,),
    ast.Pow: (ast.Mult,),
}
STRICT = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OTHERS = {"max": "min", "min": "max", "argmax": "argmin"}
MODES = ("full", "same", "valid")
_NAMES = re.compile(r"(?<=id=)'\w+'")
TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}


def slips(function):
    """A Misconception for each small change to the function, made when it is asked for: first the single changes, then
    the same one wherever it can be made, as in rows and columns.

    None where Python does not find the function's source.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return
    if not isinstance(tree.body[0], ast.FunctionDef):  # a lambda has no name to be found by
        return
    tree.body[0].decorator_list.clear()
    single, alike = edits(tree), defaultdict(dict)
    for kind, node, edited in single:
        alike[kind, _shape(node), _shape(edited)][node] = edited
    for exchanged, kind in [({node: edited}, kind) for kind, node, edited in single] + [
        (several, kind) for (kind, *_), several in alike.items() if len(several) > 1
    ]:
        Exchange(exchanged).visit(tree)
        namespace = dict(function.__globals__)
        exec(compile(ast.fix_missing_locations(tree), "<slip>", "exec"), namespace)
        Exchange({edited: node for node, edited in exchanged.items()}).visit(tree)
        name, *what = kind.split("|")
        text = OPENING + KINDS[name].format(*what) + (ALIKE if len(exchanged) > 1 else "")
        yield Misconception(namespace[function.__name__], text)


def edits(tree):
    """The changes (kind, node, what may stand in its place) to the one function in the tree, by the order of KINDS."""
    known, order = {parameter.arg for parameter in tree.body[0].args.args}, list(KINDS)
    found = [(kind, node, edited) for node in ast.walk(tree) for kind, edited in _edits(node, known)] + _names(tree)
    return sorted(found, key=lambda edit: order.index(edit[0].split("|")[0]))


class Exchange(ast.NodeTransformer):
    """Puts other nodes in the place of some."""

    def __init__(self, others):
        self.others = others

    def visit(self, node):
        return self.others.get(node) or self.generic_visit(node)


def _shape(node):
    """What two places have in common that differ in their names only."""
    return _NAMES.sub("_", ast.dump(node))


def _names(tree):
    """The edits (kind, node, edited) that put another of the function's names in the place of one."""
    function = tree.body[0]
    parameters = [parameter.arg for parameter in function.args.args]
    kin = [parameters, []]  # only what a learner may confuse: arguments, loop variables, what was unpacked together
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension):
            kin[1] += [one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)]
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and not isinstance(node.value, ast.Tuple)
        ):
            kin.append([one.id for one in node.targets[0].elts if isinstance(one, ast.Name)])
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    left = [node.iter for node in ast.walk(tree) if isinstance(node, ast.For)]  # a loop over the list that it fills
    left += [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    left += [node.args[0] for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "append"]
    return [
        (f"name|{other}|{node.id}", node, ast.Name(other, node.ctx))
        for node in names
        if isinstance(node.ctx, ast.Load) and node not in left
        for other in dict.fromkeys(one for some in kin if node.id in some for one in some)
        if other != node.id
    ]


def _edits(node, known):
    """Pairs (kind, what may stand in this node's place). known: the function's parameters, which the learner knows."""
    match node:
        case ast.FunctionDef():
            yield from _at_the_start(node)
        case ast.BinOp(left=left, op=op, right=right):
            yield from _operators(node)
            yield _lacking(right, known), left
            if isinstance(op, ast.Add | ast.Mult):
                yield _lacking(left, known), right
            if isinstance(op, ast.Sub | ast.Div | ast.FloorDiv | ast.Pow):
                yield "exchanged", _with(node, left=right, right=left)
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
        case ast.If():
            yield "condition", _with(node, test=ast.Constant(True))
        case ast.Constant(value=int() | float() as value) if value == int(value) and not isinstance(value, bool):
            yield "number", ast.Constant(value + 1)
            yield "number", ast.Constant(value - 1)
        case ast.keyword(arg="axis", value=ast.Constant(value=0 | 1 as value)):
            yield f"axis|{1 - value}|{value}", _with(node, value=ast.Constant(1 - value))
        case ast.Constant(value=str() as value) if value in MODES:
            yield from ((f"mode|{other}|{value}", ast.Constant(other)) for other in MODES if other != value)
        case ast.Subscript(slice=ast.Name() as index, ctx=ast.Load()):
            for op in (ast.Sub(), ast.Add()):
                yield "number", _with(node, slice=ast.BinOp(index, op, ast.Constant(1)))
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


def _lacking(part, known):
    """The kind of edit that leaves out a part of a formula: the part is shown where it holds nothing but parameters."""
    names = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
    return f"lacking|{ast.unparse(part)}" if names and names <= known else "missing"


def _called(call):
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _operators(node):
    """The edits of an operation's sign or sort."""
    kind = type(node.op)
    if kind in SIGNS:
        yield "sign", _with(node, op=SIGNS[kind]())
    for other in OPERATIONS.get(kind, ()):
        yield "operation", _with(node, op=other())


def _at_the_start(node):
    """The edits that change what a parameter holds before the function begins."""
    names = [parameter.arg for parameter in node.args.args]
    lines = [("flip", f"{name} = {name}[::-1]") for name in names]
    lines += [("exchanged", f"{one}, {other} = {other}, {one}") for one, other in pairwise(names)]
    lines += [(f"fixed|{name}|{value}", f"{name} = {value}") for name in names for value in (1, 0)]
    lines += [(f"prepared|{name}", f"{name} = np.abs({name})") for name in names]
    lines += [(f"counted|{name}|large", f"{name} = {name} + 1") for name in names]
    lines += [(f"counted|{name}|small", f"{name} = {name} - 1") for name in names]
    lines += [(f"scaled|{name}|twice", f"{name} = 2 * {name}") for name in names]
    lines += [(f"scaled|{name}|half", f"{name} = {name} / 2") for name in names]
    for kind, line in lines:
        yield kind, _with(node, body=[_source(line), *node.body])


def _source(line):
    return ast.parse(line).body[0]


def _with(node, **fields):
    changed = copy(node)
    for field, value in fields.items():
        setattr(changed, field, value)
    return changed

"""Small wrong variants of a function, made from its syntax tree: one operator, number, comparison or call changed."""

import ast
import inspect
import textwrap
from itertools import islice

OPERATORS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Add,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
NAMES = {"argmax": "argmin", "max": "min", "all": "any", "any": "all", "sum": "prod", "maximum": "minimum"}
DROPPED = {"abs", "sorted", "sqrt", "flip", "conj"}  # f(x) becomes x
STRINGS = {"full": "same", "valid": "same", "same": "full"}


def mutants(function):
    """Pairs (what was changed, the changed function) for every single change to the function's source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    tree.body[0].decorator_list.clear()
    source = ast.unparse(tree)
    for number, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            mutant = ast.parse(source)  # a fresh tree: parsing takes a tenth of the time of a deep copy
            target = next(islice(ast.walk(mutant), number, None))
            before = ast.unparse(target)
            replaced = change(target)
            mutant = _Replace(target, replaced).visit(mutant)
            ast.fix_missing_locations(mutant)
            namespace = dict(function.__globals__)
            exec(compile(mutant, "<mutant>", "exec"), namespace)
            name = f"line {getattr(node, 'lineno', '?')}: {before!r} -> {ast.unparse(replaced)!r}"
            yield name, namespace[function.__name__]


class _Replace(ast.NodeTransformer):
    def __init__(self, target, replaced):
        self.target, self.replaced = target, replaced

    def visit(self, node):
        return self.replaced if node is self.target else self.generic_visit(node)


def _changes(node):
    """Functions that turn a copy of the node into a mutated node."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        yield from (_setting("op", other()) for other in OPERATORS.get(type(node.op), ()))
    if isinstance(node, ast.Compare):
        for i, operator in enumerate(node.ops):
            yield from (_setting_item("ops", i, other()) for other in COMPARISONS.get(type(operator), ()))
    if isinstance(node, ast.BoolOp):
        yield _setting("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    if isinstance(node, ast.UnaryOp):
        yield lambda target: target.operand
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield _setting("value", node.value + 1)
        yield _setting("value", node.value - 1)
    if isinstance(node, ast.Constant) and node.value in STRINGS:
        yield _setting("value", STRINGS[node.value])
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.step is not None:
        yield _whole
    if isinstance(node, ast.Name | ast.Attribute):
        field = "id" if isinstance(node, ast.Name) else "attr"
        if getattr(node, field) in NAMES:
            yield _setting(field, NAMES[getattr(node, field)])
    if isinstance(node, ast.Call) and node.args:
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in DROPPED:
            yield lambda target: target.args[0]
    if isinstance(node, ast.If | ast.IfExp):
        yield _setting("test", ast.Constant(True))


def _whole(target):
    """x in place of x[::-1], also where something is assigned to it."""
    target.value.ctx = target.ctx
    return target.value


def _setting(field, value):
    def change(target):
        setattr(target, field, value)
        return target

    return change


def _setting_item(field, index, value):
    def change(target):
        getattr(target, field)[index] = value
        return target

    return change

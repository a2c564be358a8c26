"""One ES module out of several: anywidget loads a widget from a blob, where relative imports cannot be resolved.

The grammar is small on purpose: static, single-line, named imports of relative files, and exported functions, classes
and constants. The same files run unchanged under node's test runner; page/scripts.py makes scripts of them.
"""

import re
from pathlib import Path

JS = Path(__file__).resolve().parents[1]

_IMPORT = re.compile(r'^import \{ (?P<names>\w+(?:, \w+)*) \} from "(?P<path>\.{1,2}/[\w./-]+\.js)";$')
_EXPORT = re.compile(r"^export (?P<declaration>(?:async )?(?:function|class|const) (?P<name>\w+)\b.*)$")
_ELSE = re.compile(r"(import|export)\b|(?!\s*(\*|//|/\*)).*\bimport\(")  # in a comment import("./x.js") names a type


def inline(name, folder=JS):
    """Source of the ES module `name` (a file in widgets/) with all that it imports inlined.

    Raises ValueError with file and line for an import or export outside the grammar, an import of something that is
    not exported, a missing file, and a circle of imports.
    """
    imported, lines = parts(name, folder)
    return "\n".join([*imported.values(), *lines])


def parts(name, folder=JS):
    """What the ES module `name` is made of: {path: source} of all that it imports, and its own lines.

    Each imported module becomes one constant, made by a function of its own, so that names in different files never
    collide; it comes after those that it imports itself. Raises ValueError as inline() does.
    """
    done = {}
    lines, _ = _read(Path(folder).resolve() / name, done, [])
    return {path: source for path, (source, _) in done.items()}, lines


def _read(path, done, above):
    """Lines of one module with its imports rewritten, and the names it exports. What it imports goes into `done`."""
    if not path.is_file():
        raise ValueError(f"{above[-1].name if above else 'a widget'} imports {path}, which does not exist")
    lines, exports = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if found := _IMPORT.match(line):
            line = _take(found, path, number, done, above)
        elif found := _EXPORT.match(line):
            exports.append(found["name"])
            line = found["declaration"] if above else line
        elif _ELSE.match(line) and (above or not line.startswith("export default ")):
            raise ValueError(
                f'{path.name}:{number}: {line!r} is neither `import {{ a, b }} from "./x.js";` nor an exported '
                "declaration"
            )
        lines.append(line)
    return lines, exports


def _take(found, path, number, done, above):
    """The line that takes the imported names out of the inlined module."""
    target = (path.parent / found["path"]).resolve()
    if target in (circle := [*above, path]):
        raise ValueError(f"circular import: {' -> '.join(p.name for p in [*circle, target])}")
    if target not in done:
        lines, exports = _read(target, done, circle)
        body = "\n".join([*lines, f"return {{ {', '.join(exports)} }};"])
        done[target] = f"const {_variable(target)} = (() => {{\n{body}\n}})();", exports
    missing = [name for name in found["names"].split(", ") if name not in done[target][1]]
    if missing:
        raise ValueError(f"{path.name}:{number}: {target.name} does not export {', '.join(missing)}")
    return f"const {{ {found['names']} }} = {_variable(target)};"


def _variable(path):
    return "module_" + re.sub(r"\W", "_", f"{path.parent.name}_{path.stem}")

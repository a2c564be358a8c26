"""The widgets' ES modules as classic scripts, one file a module.

Browsers refuse ES modules and fetch() to a page that was opened from a file, and run classic scripts. So each module
becomes a script that defines one constant, and a page names the scripts that its widgets need, each after those that
it uses. A browser loads a file once, however many widgets and pages use it.
"""

import re

from ..inline import JS, parts

_EXPORT = re.compile(r"^export (?!default )")
# Lines that are nothing but comment, which a page need not load.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)


def widget_scripts(module):
    """{file: source} of the scripts that run the widget in `module`, such as "layer_stack/index.js", in loading order.

    Files are named as in widgets/. The last one puts {render} into the page's table `convnbWidgets`. Raises
    ValueError where the module is outside the grammar of widgets/kit/inline.py.
    """
    imported, lines = parts(module)
    scripts = {path.relative_to(JS).as_posix(): source for path, source in imported.items()}
    body = [_EXPORT.sub("", line).replace("export default ", "const widget = ", 1) for line in lines]
    scripts[module] = "\n".join(
        [f'(globalThis.convnbWidgets ??= {{}})["{module}"] = (() => {{', *body, "return widget;", "})();"]
    )
    # Modules are strict, scripts have to say so.
    return {name: f'"use strict";\n{_COMMENT.sub("", source)}\n' for name, source in scripts.items()}

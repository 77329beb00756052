"""Copies the docstrings of the built package into its stub file, where editors look for them.

    python python/tools/stub_docs.py           # rewrites python/copydesk/__init__.pyi
    python python/tools/stub_docs.py --check   # exits 1 if the file is out of date

The package must be installed.
"""

import ast
import inspect
import pathlib
import sys
import textwrap

import copydesk

STUB = pathlib.Path(__file__).resolve().parents[1] / "copydesk" / "__init__.pyi"


def runtime(path):
    """Returns the docstring of a class, function or member, or None."""
    value = copydesk
    for name in path:
        value = inspect.getattr_static(value, name, None)
        if value is None:
            return None
    doc = inspect.getdoc(value)
    # Methods without a docstring inherit that of `object`.
    return None if path[-1].startswith("__") else doc


def definitions(body, prefix=()):
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            path = (*prefix, node.name)
            yield path, node
            if isinstance(node, ast.ClassDef):
                yield from definitions(node.body, path)


def order(definition):
    """Sorts definitions from the end of the file, members before their class, so that line numbers stay valid."""
    path, node = definition
    return -node.body[0].lineno, -len(path)


def documented(source):
    """Returns the stub with the docstrings of the package."""
    lines = source.splitlines()
    for path, node in sorted(definitions(ast.parse(source).body), key=order):
        doc = runtime(path)
        first = node.body[0]
        indent = " " * (node.col_offset + 4)
        is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.value.value is not ...
        if is_doc:
            del lines[first.lineno - 1 : first.end_lineno]
            has_more = len(node.body) > 1
            at = first.lineno - 1
        elif isinstance(first, ast.Expr) and len(node.body) == 1:
            if doc is None:
                continue
            # `def f() -> X: ...`: the docstring becomes the body.
            at = first.lineno - 1
            if lines[at].strip() == "...":
                del lines[at]
            else:
                lines[at] = lines[at].rstrip().removesuffix("...").rstrip()
                at += 1
            has_more = False
        else:
            has_more, at = True, first.lineno - 1
            if getattr(first, "decorator_list", None):
                at = first.decorator_list[0].lineno - 1
        if doc is None:
            if is_doc and not has_more:
                lines.insert(at, f"{indent}...")
            continue
        text = textwrap.indent(doc, indent).strip()
        quoted = f'{indent}"""{text}' + (f'\n{indent}"""' if "\n" in doc else '"""')
        lines[at:at] = quoted.splitlines()
    return "\n".join(lines) + "\n"


def main():
    source = STUB.read_text(encoding="utf-8")
    wanted = documented(source)
    if "--check" in sys.argv[1:]:
        return int(source != wanted)
    STUB.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Where code and templates quote an article: found by reading the files, so that none needs to be registered."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

MARK, CONSTANT, REFUSAL, CALL, LINK = "mark", "constant", "refusal", "call", "link"
FIRST_ARGUMENT = {"guard", "unbuilt", "Guard", "Blocker", "text", "chinese", "anchor"}
OWN_KIND = {"page", "Parameter", "Move"}  # carried as pages, parameters and moves
_CODE = re.compile(r"[1-9]\d?(\([1-9]\d?\)|¶[1-9]\d?)")
_TAG = re.compile(r"""{%\s*article\s+["']([^"']+)["']""")


@dataclass(frozen=True)
class Quote:
    """One quotation: the code, what quotes it, and the place (`applications.moves.SUBMIT`, `tests/test_x.py::test_y`)."""

    code: str
    kind: str
    place: str
    line: int


@cache
def in_python(path: str, text: str) -> tuple[Quote, ...]:
    """Return every article that a Python file quotes: marks of tests, refusals, constants, arguments, codes of items."""
    return tuple(_Reader(path).read(ast.parse(text)))


def in_template(path: str, text: str) -> Iterator[Quote]:
    """Yield every `{% article "…" %}` of a template."""
    for match in _TAG.finditer(text):
        yield Quote(match[1], LINK, path, text.count("\n", 0, match.start()) + 1)


class _Reader:
    """Walks one file, keeping the names of the definitions around each quotation."""

    def __init__(self, path: str) -> None:
        self.module = path if path.startswith("tests/") else path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.joint = "::" if path.startswith("tests/") else "."

    def read(self, tree: ast.AST, names: tuple[str, ...] = ()) -> Iterator[Quote]:
        for node in ast.iter_child_nodes(tree):
            inner = names
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = (*names, node.name)
            elif isinstance(node, ast.Assign) and not names and isinstance(node.targets[0], ast.Name):
                inner = (node.targets[0].id,)
            for code, kind in self._quoted(node, inner):
                yield Quote(code, kind, self.joint.join((self.module, *inner)), getattr(node, "lineno", 0))
            yield from self.read(node, inner)

    def _quoted(self, node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if isinstance(node, ast.Assign) and names and "ARTICLE" in names[0]:
            yield from ((code, CONSTANT) for code in _words([node.value]))
        elif isinstance(node, ast.Call):
            yield from self._called(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
            yield node.value, CALL

    def _called(self, call: ast.Call) -> Iterator[tuple[str, str]]:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if ast.unparse(call.func) == "pytest.mark.article":
            yield from ((code, MARK) for code in _words(call.args))
        elif name in FIRST_ARGUMENT:
            yield from ((code, CALL) for code in _words(call.args[:1]) if code[:1].isdigit())
        named = [keyword.value for keyword in call.keywords if keyword.arg == "article"]
        yield from ((code, REFUSAL if name == "RuleRefused" else CALL) for code in _words(named) if code)


def _words(nodes: Iterable[ast.AST]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

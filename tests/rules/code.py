"""Rules for Python: which way imports flow, how long things are, what is not used at all, what time it is."""

import ast
from collections.abc import Iterator
from functools import cache

from jinzhong_award.docs import quotes
from procedure import articles
from tests.rules.house import APPS, Files, app_of, is_migration, ours

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
CODE = (".py", ".html", ".css", ".js", ".sh")
# Libraries' hooks are used instead: a signal acts where nobody reads it.
SIGNALS = (
    "django.dispatch",
    "django.db.models.signals",
    "django.db.backends.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
)
GENERIC = {"GenericForeignKey", "GenericRelation", "GenericTabularInline"}
CLOCKS = {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"), ("datetime", "today")} | {
    ("datetime", "utcnow"), ("date", "today"), ("time", "time"), ("time", "time_ns"), ("time", "localtime"),
}  # fmt: skip
# Imports by a string, each with its reason.
BY_STRING = {"core/files/inspection/__main__.py": "a process of its own loads the one parser that it needs"}
# Machine time, each with its reason: nothing here decides a deadline or stands on a paper.
MACHINE_TIME = {
    "core/clock.py": "the clock itself",
    "accounts/middleware.py": "the end of an idle session: moving the demonstration's clock must not sign anybody out",
    "accounts/security/log.py": "the security log: a moved demonstration clock must not blur it",
    "accounts/security/throttle.py": "limits of attempts run on the machine's time",
    "accounts/users/models.py": "when an account was made: Django and allauth make users without a moment",
    "publicity/objections/proof.py": "the end of a challenge, as altcha reads it when a solution comes",
}


@cache
def tree_of(text: str) -> ast.Module:
    """Return what a file says, parsed once for all rules."""
    return ast.parse(text)


def imports_flow_leftward(files: Files) -> list[str]:
    """core → accounts → … → jinzhong_award: an app knows what came before it, never what comes after."""
    faults = []
    for path, text in ours(files, migrations=True).items():
        mine = APPS.index(app_of(path))
        for line, module in _imports(tree_of(text)):
            top = module.partition(".")[0]
            if top in APPS and APPS.index(top) > mine:
                faults.append(f"{path}:{line} imports {module}, which is further right")
            if top == "tests":
                faults.append(f"{path}:{line} imports {module}: nothing imports the tests")
    return faults


def imports_are_absolute(files: Files) -> list[str]:
    """No `from . import`."""
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    return [
        f"{path}:{node.lineno} imports by a relative path"
        for path, text in python.items()
        for node in ast.walk(tree_of(text))
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def imports_stand_at_the_top(files: Files) -> list[str]:
    """No import inside a function: the code would be in the wrong app. No import by a string either."""
    faults = []
    for path, text in ours(files).items():
        for function in _functions(tree_of(text)):
            faults += [
                f"{path}:{node.lineno} imports inside {function.name}()"
                for node in ast.walk(function)
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]
        strings = [node for node in _calls(text) if _name(node) in ("import_module", "__import__")]
        faults += [f"{path}:{node.lineno} imports by a string" for node in strings if path not in BY_STRING]
    return faults


def files_are_short(files: Files) -> list[str]:
    """At most 400 lines."""
    return [
        f"{path} has {lines} lines"
        for path, text in files.items()
        if path.endswith(CODE) and not is_migration(path) and (lines := len(text.splitlines())) > LONGEST_FILE
    ]


def functions_are_short(files: Files) -> list[str]:
    """At most 40 lines."""
    return [
        f"{path}:{function.lineno} {function.name}() has {lines} lines"
        for path, text in files.items()
        if path.endswith(".py") and not is_migration(path)
        for function in _functions(tree_of(text))
        if (lines := function.end_lineno - function.lineno + 1) > LONGEST_FUNCTION
    ]


def rows_have_no_hidden_order(files: Files) -> list[str]:
    """No `Meta.ordering`: whoever needs an order asks for it."""
    return [
        f"{path}:{statement.lineno} Meta.ordering"
        for path, text in ours(files, migrations=True).items()
        for meta in ast.walk(tree_of(text))
        if isinstance(meta, ast.ClassDef) and meta.name == "Meta"
        for statement in meta.body
        if isinstance(statement, ast.Assign) and any(getattr(target, "id", "") == "ordering" for target in statement.targets)
    ]


def nothing_acts_by_signal(files: Files) -> list[str]:
    """No signals and no generic foreign keys."""
    faults = []
    for path, text in ours(files).items():
        tree = tree_of(text)
        faults += [f"{path}:{line} uses the signals of {module}" for line, module in _imports(tree) if module.startswith(SIGNALS)]
        names = {(node.lineno, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        faults += [f"{path}:{line} uses {name}" for line, name in sorted(names) if name in GENERIC or name == "receiver"]
    return faults


def time_is_an_argument(files: Files) -> list[str]:
    """Nobody asks a machine's clock, nor the database's that stands still while a lock is awaited."""
    faults = []
    for path, text in ours(files).items():
        if path in MACHINE_TIME:
            continue
        for call in _calls(text):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            asked = (getattr(owner, "attr", getattr(owner, "id", "")), _name(call))
            if asked in CLOCKS or asked[1] == "Now":
                faults.append(f"{path}:{call.lineno} asks {ast.unparse(call.func)}()")
            faults += [f"{path}:{call.lineno} {word.arg}" for word in call.keywords if word.arg in ("auto_now", "auto_now_add")]
        faults += [
            f"{path}:{word.value.lineno} default={ast.unparse(word.value)}"
            for call in _calls(text)
            for word in call.keywords
            if isinstance(word.value, ast.Attribute) and (getattr(word.value.value, "id", ""), word.value.attr) in CLOCKS
        ]
    faults += [f"{path} prints the machine's time by a tag" for path, text in files.items() if path.endswith(".html") and "{% now " in text]
    return faults


def quoted_articles_exist(files: Files) -> list[str]:
    """Each code that code, a template or a test's mark quotes is a place in the rules."""
    faults = []
    for path, text in files.items():
        found = ()
        if path.endswith(".py") and app_of(path):
            found = quotes.in_python(path, text)
        elif path.endswith(".py"):
            found = (quote for quote in quotes.in_python(path, text) if quote.kind == quotes.MARK)
        elif path.endswith(".html"):
            found = quotes.in_template(path, text)
        wrong = dict.fromkeys((quote.line, quote.code) for quote in found if not articles.exists(quote.code))
        faults += [f"{path}:{line} quotes {code}, which the rules do not have" for line, code in wrong]
    return faults


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _calls(text: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(text)) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


RULES = (
    imports_flow_leftward,
    imports_are_absolute,
    imports_stand_at_the_top,
    files_are_short,
    functions_are_short,
    rows_have_no_hidden_order,
    nothing_acts_by_signal,
    time_is_an_argument,
    quoted_articles_exist,
)

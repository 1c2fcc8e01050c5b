"""Rules for styles, scripts and the repository as a whole."""

import re

from tests.rules.house import Files

LONGEST_SCRIPT = 59
COMMENT = re.compile(r"/\*.*?\*/", re.S)
VALUE = re.compile(r"(?<=[{;])\s*([a-z-]+)\s*:([^;{}]*)", re.I)
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|gold|silver|orange|brown|yellow)(?![\w-])",
    re.I,
)
# Written in parts: this file must not break its own rule.
MACHINE = re.compile(r"(?:^|[^\w./-])/(?:" + "work|root|Users|home/[a-z]+|tmp/pytest" + r")/(?!\*)", re.M)
REGISTRY = re.compile(
    r"https?://[^\s\"'/]*(?:" + "pypi|pythonhosted|npmjs|npmmirror|mirrors?|registry|artifactory|nexus" + r")[^\s\"'/]*", re.I
)
ABOUT_RULES = ("tests/rules/", "tests/test_architecture.py", "script/check")
IN_A_CONTAINER = ("Dockerfile", "docker-compose.yml", "deploy/")  # their paths are the image's own


def colours_are_tokens(files: Files) -> list[str]:
    """Colours are named in tokens.css and nowhere else; a mask has none, it only covers."""
    faults = []
    for path, text in files.items():
        if path.startswith("static/") and path.endswith(".css") and not path.endswith("/tokens.css"):
            text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
            for match in VALUE.finditer(text):
                if "mask" not in match[1] and (colour := COLOUR.search(match[2])):
                    faults.append(f"{path}:{text.count(chr(10), 0, match.start(1)) + 1} names the colour {colour[0]}")
    return faults


def scripts_are_short(files: Files) -> list[str]:
    """One behaviour a file, under 60 lines."""
    return [
        f"{path} has {lines} lines"
        for path, text in files.items()
        if path.startswith("static/") and path.endswith(".js") and (lines := len(text.splitlines())) > LONGEST_SCRIPT
    ]


def no_machine_is_named(files: Files) -> list[str]:
    """What is committed runs on every machine: no absolute path of one, no host of a package registry."""
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1} names {match[0].strip()}"
        for path, text in files.items()
        if not path.startswith(ABOUT_RULES)
        for pattern in ((REGISTRY,) if path.startswith(IN_A_CONTAINER) else (MACHINE, REGISTRY))
        for match in pattern.finditer(text)
    ]


RULES = (colours_are_tokens, scripts_are_short, no_machine_is_named)

"""XML parts, read as events: no tree; a document type, and with it every entity, is refused."""

from collections.abc import Callable
from xml.parsers import expat

from core.files.causes import Refused

DEEPEST = 500


def parse(content: bytes, *, start: Callable[[str, dict], None], text: Callable[[str, str], None] = lambda name, data: None) -> None:
    """Call `start(local name, attributes)` and `text(local name of the open element, data)`; attributes by local name."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    open_elements: list[str] = []

    def on_start(name, attributes):
        name = local(name)
        open_elements.append(name)
        if len(open_elements) > DEEPEST:
            raise Refused("bomb")
        start(name, {local(key): value for key, value in attributes.items()})

    def on_end(name):
        open_elements.pop()

    def on_text(data):
        text(open_elements[-1], data)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = on_start, on_end, on_text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused("broken") from error


def local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*declaration) -> None:
    raise Refused("archive")

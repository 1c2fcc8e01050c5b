"""How a refused file meets a form and a page."""

from django.core.exceptions import ValidationError

from core.files.causes import Refused


class FileRefused(ValidationError):
    """The file is not taken. `code` names the cause, `sentence` is for people, `status` is what a bare answer carries."""

    def __init__(self, refused: Refused) -> None:
        self.sentence = refused.sentence
        super().__init__(refused.sentence, code=refused.code)

    @property
    def status(self) -> int:
        return 413 if self.code == "too_large" else 422


class Unavailable(Exception):
    """The check itself cannot be made. Nothing is kept unchecked: 503, Retry-After, and try again."""

    sentence = "文件检查暂不可用，已保留草稿，请10分钟后再试。"
    minutes = 10

    def __init__(self) -> None:
        super().__init__(self.sentence)

"""Why a file is refused: every cause with its one sentence. No Django here: the inspecting process raises these."""

from collections.abc import Sequence

from core.files.kinds import MEGABYTE, Kind, listed

SENTENCES = {
    "empty": "文件为空，请检查后重新选择。",
    "virus": "该文件未通过安全检查，未保存。",
    "mixed": "文件里混有另一种格式的内容，请重新导出后上传。",
    "macro": "文件含有宏或控件，请另存为不含宏的文件后上传。",
    "external": "文件引用了外部的模板、图片或数据，请断开链接并保存后上传。",
    "embedded": "文件里嵌有其他文件或对象，请删除后上传，或打印为PDF后上传。",
    "script": "PDF含有脚本或会自动执行的动作，请重新打印为PDF后上传。",
    "form": "PDF是动态表单，请打印为PDF后上传。",
    "no_pages": "PDF没有页面，请重新导出后上传。",
    "encrypted": "文件已加密，无法打开，请去除密码后上传。",
    "broken": "文件已损坏或不完整，无法打开，请重新导出后上传。",
    "bomb": "文件展开后过大，无法处理。",
    "archive": "文件内部的结构不正常，请重新保存后上传。",
}


class Refused(Exception):
    """A file is not taken; `code` is the cause, `sentence` what the page says."""

    def __init__(self, code: str, sentence: str = "") -> None:
        self.code = code
        self.sentence = sentence or SENTENCES[code]
        super().__init__(self.sentence)


def too_large(limit: int) -> Refused:
    return Refused("too_large", f"单个文件不超过{limit // MEGABYTE}MB。可压缩图片或分卷上传。")


def wrong_type(found: str, allowed: Sequence[Kind]) -> Refused:
    return Refused("wrong_type", f"仅接受{listed(allowed)}；该文件实际为{found}，请另存为{allowed[0].label}后上传。")


def legacy(found: str, kind: Kind) -> Refused:
    """The old binary formats of Office: their successor is one save away."""
    return Refused("legacy", f"不接受旧版{found}，请另存为{kind.label}后上传。")


def wrong_ending(ending: str, kind: Kind) -> Refused:
    return Refused("ending", f"文件名以“{ending}”结尾，内容实际为{kind.label}，请把扩展名改为“{kind.endings[0]}”后上传。")

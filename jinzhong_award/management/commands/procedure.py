"""`manage.py procedure`: the ten rows and every move, as a table or as JSON."""

import json

from django.core.management.base import BaseCommand

from jinzhong_award.docs.facts import moves, rows
from jinzhong_award.docs.tables import aligned

UNBUILT = "（尚未启用，一律拒绝）"


class Command(BaseCommand):
    help = "Print the procedure: who opens each step, every move, by which article, on which conditions."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        if options["format"] == "json":
            self.stdout.write(json.dumps({"rows": rows(), "moves": moves()}, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{_rows()}\n{_moves()}", ending="")


def _rows() -> str:
    header = ("步", "名称", "条款", "办理", "开启下一步", "离开的条件")
    lines = (
        (str(row["step"]), row["name"], row["article"], row["acting"], f"{row['opens']}，{_hands(row)}", _conditions(row)) for row in rows()
    )
    return aligned(header, lines)


def _moves() -> str:
    header = ("代号", "动作", "从", "到", "由谁", "人数", "条款", "在哪一步", "条件")
    lines = (
        (
            move["name"],
            move["label"],
            "\n".join(move["sources"]),
            move["target"],
            move["role"],
            _hands(move),
            move["article"],
            "\n".join(move["steps"]) or "不限",
            _conditions(move),
        )
        for move in moves()
    )
    return aligned(header, lines)


def _hands(entry: dict) -> str:
    return "两人" if entry["hands"] == 2 else "一人"


def _conditions(entry: dict) -> str:
    lines = (f"{guard['label']}〔{guard['article']}〕{'' if guard['built'] else UNBUILT}" for guard in entry["guards"])
    return "\n".join(lines) or "无"

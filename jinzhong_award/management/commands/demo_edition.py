"""Create the demonstration: clock, units, people, grants, calendar, an edition, and play it to a step."""

import logging

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.units.models import Unit, UnitKind
from accounts.users.models import User
from core import clock
from core.rules import RuleRefused
from jinzhong_award.demonstration.applicants import ENTRANTS
from jinzhong_award.demonstration.build import BEGINS_AT, build
from jinzhong_award.demonstration.many import MOST
from jinzhong_award.demonstration.play import play_to
from jinzhong_award.demonstration.scene import SEED
from procedure.editions.models import Edition, Step

MANY = (
    f"申报者超过{MOST}个：提交、推荐、受理、锁定评分表成批写入；分派、结束评分、现场评审名单照常逐份办理，要几分钟到几十分钟。"
    "名单只取演示人物，第5步以后只办这些人的。"
)


class Command(BaseCommand):
    help = "在空数据库里建立演示内容；已有内容时，只按--step把正在办理的一届往前办。只能在演示模式（DEMO=1）下运行。"

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="只设定演示时钟，不建立单位、人员和届次")
        parser.add_argument("--step", type=int, choices=range(Step.TERMINATED), help="照程序一直办到第几步；10是办结")
        parser.add_argument("--applications", type=int, default=len(ENTRANTS), help="有多少个申报者")
        parser.add_argument("--seed", type=int, default=SEED, help="分数和文字由它决定：同一个数得到同样的内容")

    def handle(self, *args, **options):
        logging.getLogger("kombu.connection").setLevel(logging.ERROR)  # its broker is a folder, which has no host name
        if not settings.DEMO:
            raise CommandError("只能在演示模式（DEMO=1）下建立演示内容。")
        if options["applications"] < 1:
            raise CommandError("至少要有1个申报者。")
        if User.objects.exists():
            self.stdout.write("已有演示内容。")
        else:
            clock.begin(BEGINS_AT)
            if options["empty"]:
                self.stdout.write("已设定演示时钟，没有建立单位、人员和届次。")
                return
            edition = build(at=clock.now(), applications=options["applications"])
            self.stdout.write(f"已建立演示内容：{edition}。")
        if options["step"] is not None:
            self.play(Step(options["step"]), options["seed"])

    def play(self, step: Step, seed: int) -> None:
        """Play the running edition to a step."""
        edition = Edition.objects.current()
        if edition is None:
            raise CommandError("没有正在办理的一届。")
        if Unit.objects.filter(kind=UnitKind.APPLICANT).count() > MOST:
            self.stdout.write(MANY)
        try:
            edition = play_to(step, edition, seed=seed)
        except RuleRefused as refused:
            raise CommandError(f"办不下去：{refused}") from refused
        self.stdout.write(f"{edition}办到“{edition.get_step_display()}”。")

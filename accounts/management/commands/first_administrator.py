"""Begin: the first security and the first audit administrator, who then grant and confirm everybody else."""

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.grants.models import Grant, GrantConfirmation, Role
from accounts.people.services import temporary_password
from accounts.units.models import Unit, UnitKind
from accounts.users.models import User
from core.clock import now, shanghai
from core.ledger.services import cover, lock_every, record, ref


class Command(BaseCommand):
    help = "没有任何授权时，设立第一位安全管理员和第一位审计管理员，临时密码只显示一次。"

    def add_arguments(self, parser):
        parser.add_argument("--unit", default="晋中市标准化和质量强市领导小组办公室", help="评选办的全称")
        for role, word in (("security", "安全管理员"), ("audit", "审计管理员")):
            parser.add_argument(f"--{role}-username", default=f"{role}-1", help=f"{word}的用户名")
            parser.add_argument(f"--{role}-name", required=True, help=f"{word}的姓名")

    def handle(self, *args, **options):
        chosen = {role: (options[f"{role}_username"], options[f"{role}_name"]) for role in (Role.SECURITY, Role.AUDIT)}
        passwords = {role: temporary_password() for role in chosen}
        hashes = {role: make_password(password) for role, password in passwords.items()}
        self.begin(options["unit"], chosen, hashes)
        for role, (username, name) in chosen.items():
            self.stdout.write(f"{role.label}　{name}　用户名 {username}　临时密码 {passwords[role]}")
        self.stdout.write("请当面交给本人；首次登录要换密码、添加第二重验证。")

    @transaction.atomic
    def begin(self, unit_name: str, chosen: dict, hashes: dict) -> None:
        house, at = lock_every(), now()
        if Grant.objects.exists():
            raise CommandError("已经有授权，不能再用这个命令设立管理员。")
        if chosen[Role.SECURITY][0] == chosen[Role.AUDIT][0]:
            raise CommandError("安全管理员和审计管理员不能是同一人。")
        unit = Unit.objects.filter(kind=UnitKind.OFFICE).first() or Unit.objects.create(kind=UnitKind.OFFICE, name=unit_name)
        for role, (username, name) in chosen.items():
            if User.objects.filter(username=username).exists():
                raise CommandError(f"用户名{username}已经有人用了。")
            person = User(username=username, name=name, password=hashes[role], temporary_password=True)
            person.save(force_insert=True)
            record(house, at=at, by=SYSTEM, action="add-person", object_ref=ref(person))
            grant = Grant(person=person, role=role, unit=unit, from_on=shanghai(at), at=at, reason="首位管理员")
            cover(house, grant, at=at, by=SYSTEM, action="grant")
            cover(house, GrantConfirmation(grant=grant, at=at), at=at, by=SYSTEM, action="confirm-grant")

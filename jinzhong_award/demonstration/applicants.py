"""Who applies in the demonstration, and what becomes of him. All invented; 演示 stands in every name that is printed."""

import re
from dataclasses import dataclass
from enum import Enum

from accounts.codes import with_checks
from applications.applicants.models import ApplicantKind


class Fate(Enum):
    """A bit of life: what happens to an application beside the usual."""

    NONE = "none"
    RETURNED = "returned"  # 退回补正, corrected in time
    DECLINED = "declined"
    REFUSED = "refused"  # not recommended
    LAPSES = "lapses"  # a draft that nobody submits
    STAYS = "stays"  # not on the on-site list
    FAILS = "fails"  # does not pass the on-site review
    ABSENT = "absent"  # does not come to the defense
    LEFT_OUT = "left-out"  # not on the candidate list
    UNPROPOSED = "unproposed"  # a candidate that the meeting does not propose


@dataclass(frozen=True)
class Person:
    """Somebody with an account: the mobile number is the user name."""

    mobile: str
    name: str


@dataclass(frozen=True)
class Entrant:
    """One applicant: its unit's key, names and code, the body that recommends it, its people, how good it is (percent), its fate.

    `people` are those who act: of an organization the legal representative last, of a team its members in order.
    """

    key: str
    kind: ApplicantKind
    name: str
    short: str
    body: str
    county: str
    trade: str
    field: str
    people: tuple[Person, ...]
    rate: int
    fate: Fate = Fate.NONE
    code: str = ""

    @property
    def head(self) -> Person:
        """Who stands for it: the legal representative, the person, the first of a team."""
        return self.people[-1] if self.kind == ApplicantKind.ORGANIZATION else self.people[0]


ORGANIZATION, PERSON, TEAM = ApplicantKind.ORGANIZATION, ApplicantKind.PERSON, ApplicantKind.TEAM


def _company(key, name, short, body, county, trade, field, people, rate, fate=Fate.NONE, code=""):
    return Entrant(key, ORGANIZATION, f"{name}（演示）", short, body, county, trade, field, tuple(people), rate, fate, code)


def _alone(key, name, body, county, field, mobile, rate, fate=Fate.NONE):
    return Entrant(key, PERSON, f"{name}（演示）", name, body, county, "", field, (Person(mobile, name),), rate, fate)


def _team(key, name, body, county, field, people, rate, fate=Fate.NONE):
    return Entrant(key, TEAM, f"{name}（演示）", name, body, county, "", field, tuple(people), rate, fate)


# The division 999900 does not exist, so that no code is anybody's. The order is that in which a smaller cast is cut.
ENTRANTS = (
    _company(
        "chengchuan", "晋中澄川液压股份有限公司", "澄川液压", "yuci", "榆次区", "制造业", "通用设备制造业",
        (Person("13800000001", "武思勤"), Person("13800000002", "梁衡之")), 92, code="91999900MA0DEM0A7U",
    ),
    _company(
        "wangcheng", "晋中望城食品有限公司", "望城食品", "pingyao", "平遥县", "制造业", "农副食品加工业",
        (Person("13800000003", "田可望"),), 86, Fate.RETURNED, "91999900MA0DEM0B5N",
    ),
    _alone("wuqiuping", "武秋平", "yuci", "榆次区", "铸造工艺的质量改进", "13800000004", 89),
    _company(
        "hengqi", "晋中恒砌耐火材料有限公司", "恒砌耐材", "jiexiu", "介休市", "制造业", "非金属矿物制品业",
        (Person("13800000005", "郝衡石"),), 84, code="91999900MA0DEM0C3H",
    ),
    _company(
        "yunshan", "晋中云杉装配建筑有限公司", "云杉建筑", "taigu", "太谷区", "建筑业", "房屋建筑业",
        (Person("13800000006", "成云杉"),), 64, Fate.STAYS, "91999900MA0DEM0D1C",
    ),
    _team(
        "hanjie", "焊接质量攻关小组", "lingshi", "灵石县", "承压管道焊接一次合格率提升",
        (Person("13800000007", "耿守拙"), Person("13800000008", "景明远"), Person("13800000009", "米思齐")), 85,
    ),
    _company(
        "qingzhang", "晋中清漳环保科技有限公司", "清漳环保", "zuoquan", "左权县", "服务业", "生态保护和环境治理业",
        (Person("13800000010", "申清漳"),), 78, Fate.DECLINED, "91999900MA0DEM0EX4",
    ),
    _company(
        "taihang", "和顺太行牧业有限公司", "太行牧业", "heshun", "和顺县", "制造业", "农副食品加工业",
        (Person("13800000011", "岳牧之"),), 80, Fate.FAILS, "91999900MA0DEM0F84",
    ),
    _company(
        "songta", "寿阳松塔物流有限公司", "松塔物流", "shouyang", "寿阳县", "服务业", "道路运输业",
        (Person("13800000012", "车致远"),), 77, Fate.ABSENT, "91999900MA0DEM0G6Y",
    ),
    _alone("liushouzhen", "柳守真", "qixian", "祁县", "玻璃器皿检验方法", "13800000013", 87),
    _company(
        "jinqi", "祁县晋琦玻璃器皿有限公司", "晋琦玻璃", "qixian", "祁县", "制造业", "非金属矿物制品业",
        (Person("13800000014", "渠晋琦"),), 88, code="91999900MA0DEM0H4R",
    ),
    _company(
        "zhanghe", "榆社漳河新材料有限公司", "漳河新材", "yushe", "榆社县", "制造业", "化学原料和化学制品制造业",
        (Person("13800000015", "常漳河"),), 70, Fate.REFUSED, "91999900MA0DEM0J0E",
    ),
    _company(
        "zhongduan", "晋中中锻精密制造有限公司", "中锻精密", "zone", "榆次区", "制造业", "汽车制造业",
        (Person("13800000016", "国中锻"),), 90, code="91999900MA0DEM0K9B",
    ),
    _company(
        "nongchuang", "晋中农创种业有限公司", "农创种业", "valley", "太谷区", "制造业", "种业",
        (Person("13800000017", "谷农创"),), 83, Fate.UNPROPOSED, "91999900MA0DEM0L76",
    ),
    _team(
        "huayan", "工业互联网质量数据小组", "xiyang", "昔阳县", "煤机在线检测数据应用",
        (Person("13800000018", "化致用"), Person("13800000019", "严以明")), 82,
    ),
    _company(
        "xiyanghe", "昔阳虹桥医养服务有限公司", "虹桥医养", "xiyang", "昔阳县", "服务业", "社会工作",
        (Person("13800000020", "洪桥安"),), 74, Fate.LEFT_OUT, "91999900MA0DEM0M51",
    ),
    _alone("niejian", "聂见微", "taigu", "太谷区", "种子质量检测", "13800000021", 79, Fate.LAPSES),
)  # fmt: skip
BY_KEY = {entrant.key: entrant for entrant in ENTRANTS}
BY_NAME = {entrant.name: entrant for entrant in ENTRANTS}


def entrant_of(name: str) -> Entrant | None:
    """Return the part of an applicant by the name of its unit; None for whoever a visitor registered."""
    numbered = CROWD_NAME.fullmatch(name)
    return crowd(int(numbered[1])) if numbered else BY_NAME.get(name)


CROWD = "晋中演示申报企业{:05}有限公司（演示）"
CROWD_NAME = re.compile(r"晋中演示申报企业(\d{5})有限公司（演示）")
CROWD_BODIES = (
    ("yuci", "榆次区"), ("taigu", "太谷区"), ("yushe", "榆社县"), ("zuoquan", "左权县"), ("heshun", "和顺县"), ("xiyang", "昔阳县"),
    ("shouyang", "寿阳县"), ("qixian", "祁县"), ("pingyao", "平遥县"), ("lingshi", "灵石县"), ("jiexiu", "介休市"),
    ("zone", "榆次区"), ("valley", "太谷区"),
)  # fmt: skip
TRADES = (("制造业", "通用设备制造业"), ("服务业", "软件和信息技术服务业"), ("建筑业", "土木工程建筑业"))


def crowd(place: int) -> Entrant:
    """Return one of the many behind the cast, numbered from 1: an organization with a number for a name."""
    body, county = CROWD_BODIES[place % len(CROWD_BODIES)]
    trade, field = TRADES[place % len(TRADES)]
    people = (Person(f"139{place:08}", f"演示{place:05}"),)
    name, short, code = CROWD.format(place), f"演示{place:05}", with_checks(f"91999900ME{place:06}")
    return Entrant(f"crowd-{place}", ORGANIZATION, name, short, body, county, trade, field, people, 60 + place * 7 % 30, code=code)


def entrants(number: int) -> list[Entrant]:
    """Return so many applicants: the cast first, then the crowd."""
    return [*ENTRANTS[:number], *(crowd(place) for place in range(1, number - len(ENTRANTS) + 1))]

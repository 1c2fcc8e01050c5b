"""Who plays in the demonstration. All invented; the bodies are the city's real divisions, their people are not."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.grants.models import BODY_ROLES, Role
from accounts.units.models import BodyType, UnitKind
from jinzhong_award.demonstration.applicants import ENTRANTS, Entrant


@dataclass(frozen=True)
class Part:
    """One person of the demonstration: user name, name, role, the unit's key, whether head of the unit."""

    username: str
    name: str
    role: Role
    unit: str
    head: bool = False


# Counties and zones with their division codes (GB/T 2260 as of 2023); the zones by their present names.
BODIES = (
    ("yuci", "榆次区人民政府", "榆次", BodyType.COUNTY, "140702"),
    ("taigu", "太谷区人民政府", "太谷", BodyType.COUNTY, "140703"),
    ("yushe", "榆社县人民政府", "榆社", BodyType.COUNTY, "140721"),
    ("zuoquan", "左权县人民政府", "左权", BodyType.COUNTY, "140722"),
    ("heshun", "和顺县人民政府", "和顺", BodyType.COUNTY, "140723"),
    ("xiyang", "昔阳县人民政府", "昔阳", BodyType.COUNTY, "140724"),
    ("shouyang", "寿阳县人民政府", "寿阳", BodyType.COUNTY, "140725"),
    ("qixian", "祁县人民政府", "祁县", BodyType.COUNTY, "140727"),
    ("pingyao", "平遥县人民政府", "平遥", BodyType.COUNTY, "140728"),
    ("lingshi", "灵石县人民政府", "灵石", BodyType.COUNTY, "140729"),
    ("jiexiu", "介休市人民政府", "介休", BodyType.COUNTY, "140781"),
    ("zone", "山西转型综合改革示范区晋中开发区管委会", "开发区", BodyType.ZONE, ""),
    ("valley", "山西晋中国家农业高新技术产业示范区管委会", "农谷", BodyType.ZONE, ""),
    ("industry", "市工业和信息化局", "市工信局", BodyType.DEPARTMENT, ""),
    ("housing", "市住房和城乡建设局", "市住建局", BodyType.DEPARTMENT, ""),
    ("commerce", "市商务局", "市商务局", BodyType.DEPARTMENT, ""),
)
UNITS = (
    ("office", UnitKind.OFFICE, "市标准化和质量强市领导小组办公室", "评选办"),
    ("group", UnitKind.LEADING_GROUP, "市标准化和质量强市领导小组", "领导小组"),
    ("agency", UnitKind.AGENCY, "晋衡质量评价中心（演示）", "晋衡中心"),
    ("supervision", UnitKind.DEPARTMENT, "市纪委监委派驻监督组（演示）", "监督组"),
    ("centre", UnitKind.DEPARTMENT, "市大数据中心（演示）", "数据中心"),
)
CAST = (
    Part("security", "孟怀瑾", Role.SECURITY, "centre"),
    Part("audit", "冀守谦", Role.AUDIT, "centre"),
    Part("system", "郝立言", Role.SYSTEM, "centre"),
    Part("office-1", "尹若谷", Role.OFFICE, "office"),
    Part("office-2", "任知微", Role.OFFICE, "office", head=True),
    Part("leader-1", "侯远山", Role.LEADING_GROUP, "group", head=True),
    Part("leader-2", "温如松", Role.LEADING_GROUP, "group"),
    Part("leader-3", "乔景行", Role.LEADING_GROUP, "group"),
    Part("secretary", "阎思齐", Role.SECRETARY, "group"),
    Part("agency", "申亦衡", Role.AGENCY, "agency"),
    Part("reviewer-1", "卫明德", Role.REVIEWER, "agency"),
    Part("reviewer-2", "苗清和", Role.REVIEWER, "agency"),
    Part("reviewer-3", "柏望舒", Role.REVIEWER, "agency"),
    Part("reviewer-4", "晏北辰", Role.REVIEWER, "office"),
    Part("reviewer-5", "骆惟真", Role.REVIEWER, "office"),
    Part("reviewer-6", "宁思远", Role.REVIEWER, "office"),
    Part("reviewer-7", "舒同尘", Role.REVIEWER, "office"),
    Part("supervisor", "秦正言", Role.SUPERVISOR, "supervision"),
)
# 经办、审核、签发 of each body, in this order.
HANDS = {
    "yuci": ("段和平", "安守一", "祁正清"),
    "taigu": ("孙嘉禾", "胡怀远", "武承平"),
    "yushe": ("李漳清", "常守信", "周云竹"),
    "zuoquan": ("皇甫正", "赵桐山", "巩思源"),
    "heshun": ("曹阳牧", "药行之", "毕松年"),
    "xiyang": ("李沾河", "毛乐平", "翟守义"),
    "shouyang": ("傅祁村", "聂方山", "弓寿安"),
    "qixian": ("渠昭馀", "阎麓台", "高子洪"),
    "pingyao": ("雷子衿", "范长青", "康世安"),
    "lingshi": ("王静升", "耿石膏", "何两渡"),
    "jiexiu": ("郭绵山", "侯张兰", "梁洪山"),
    "zone": ("任汇通", "苏文锦", "贺新源"),
    "valley": ("杨巨鑫", "吴侯城", "程田丰"),
    "industry": ("冯致诚", "邢工远", "尚明信"),
    "housing": ("邵安居", "裴筑之", "史方正"),
    "commerce": ("彭汇川", "万商言", "苗通和"),
}
ALWAYS = ("yuci", "pingyao")


def parts(entrants: Sequence[Entrant]) -> list[Part]:
    """Return everybody who is granted a role: the house, and the hands of the bodies that recommend these applicants."""
    bodies = {*ALWAYS, *(entrant.body for entrant in entrants)} if len(entrants) < len(ENTRANTS) else set(HANDS)
    hands = [
        Part(f"{key}-{place}", name, role, key)
        for key, people in HANDS.items()
        if key in bodies
        for place, (role, name) in enumerate(zip(BODY_ROLES, people, strict=True), start=1)
    ]
    return [*CAST, *hands]

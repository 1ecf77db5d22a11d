"""The sectors of the official 42-product tables, in groups that buy and sell alike.

A sector's effect is shrunk towards its group's, and a name of another year's
table that the calibration never saw gets its group's effect alone.
"""

from __future__ import annotations

import re
import unicodedata

MARKET_SERVICES = "market-services"

GROUPS: dict[str, tuple[str, ...]] = {
    "agriculture": ("农林牧渔产品和服务",),
    "mining": ("煤炭采选产品", "石油和天然气开采产品", "金属矿采选产品", "非金属矿和其他矿采选产品"),
    "manufacturing": (
        "食品和烟草", "纺织品", "纺织服装鞋帽皮革羽绒及其制品", "木材加工品和家具", "造纸印刷和文教体育用品",
        "石油、炼焦产品和核燃料加工品", "化学产品", "非金属矿物制品", "金属冶炼和压延加工品", "金属制品", "通用设备",
        "专用设备", "交通运输设备", "电气机械和器材", "通信设备、计算机和其他电子设备", "仪器仪表",
        "其他制造产品和废品废料", "金属制品、机械和设备修理服务",
    ),
    "utilities-construction": ("电力、热力的生产和供应", "燃气生产和供应", "水的生产和供应", "建筑"),
    MARKET_SERVICES: (
        "批发和零售", "交通运输、仓储和邮政", "住宿和餐饮", "信息传输、软件和信息技术服务", "金融", "房地产",
        "租赁和商务服务", "研究和试验发展", "综合技术服务", "科学研究和技术服务",
    ),
    "public-services": (
        "水利、环境和公共设施管理", "居民服务、修理和其他服务", "教育", "卫生和社会工作", "文化、体育和娱乐",
        "公共管理、社会保障和社会组织",
    ),
}  # fmt: skip
"""Names as the tables of 2017, 2018 and 2020 write them; 科学研究和技术服务 is of 2012 and 2015."""

EARLIER = {
    "其他制造产品": "其他制造产品和废品废料",
    "废品废料": "其他制造产品和废品废料",
    "农林牧渔业": "农林牧渔产品和服务",
    "煤炭开采和洗选业": "煤炭采选产品",
    "石油和天然气开采业": "石油和天然气开采产品",
    "金属矿采选业": "金属矿采选产品",
    "非金属矿及其他矿采选业": "非金属矿和其他矿采选产品",
    "食品制造及烟草加工业": "食品和烟草",
    "纺织业": "纺织品",
    "纺织服装鞋帽皮革羽绒及其制品业": "纺织服装鞋帽皮革羽绒及其制品",
    "木材加工及家具制造业": "木材加工品和家具",
    "造纸印刷及文教体育用品制造业": "造纸印刷和文教体育用品",
    "石油加工、炼焦及核燃料加工业": "石油、炼焦产品和核燃料加工品",
    "化学工业": "化学产品",
    "非金属矿物制品业": "非金属矿物制品",
    "金属冶炼及压延加工业": "金属冶炼和压延加工品",
    "金属制品业": "金属制品",
    "通用、专用设备制造业": "通用设备",
    "交通运输设备制造业": "交通运输设备",
    "电气机械及器材制造业": "电气机械和器材",
    "通信设备、计算机及其他电子设备制造业": "通信设备、计算机和其他电子设备",
    "仪器仪表及文化办公用机械制造业": "仪器仪表",
    "工艺品及其他制造业": "其他制造产品和废品废料",
    "电力、热力的生产和供应业": "电力、热力的生产和供应",
    "燃气生产和供应业": "燃气生产和供应",
    "水的生产和供应业": "水的生产和供应",
    "建筑业": "建筑",
    "交通运输及仓储业": "交通运输、仓储和邮政",
    "邮政业": "交通运输、仓储和邮政",
    "信息传输、计算机服务和软件业": "信息传输、软件和信息技术服务",
    "批发和零售业": "批发和零售",
    "住宿和餐饮业": "住宿和餐饮",
    "金融业": "金融",
    "房地产业": "房地产",
    "租赁和商务服务业": "租赁和商务服务",
    "研究与试验发展业": "研究和试验发展",
    "综合技术服务业": "综合技术服务",
    "水利、环境和公共设施管理业": "水利、环境和公共设施管理",
    "居民服务和其他服务业": "居民服务、修理和其他服务",
    "卫生、社会保障和社会福利业": "卫生和社会工作",
    "文化、体育和娱乐业": "文化、体育和娱乐",
    "公共管理和社会组织": "公共管理、社会保障和社会组织",
}
"""What the tables of 2002 to 2015 called a sector, and its name of 2017."""

_OF = {name: group for group, names in GROUPS.items() for name in names}


def plain(name: str) -> str:
    """Return a sector's name without blanks and width variants, to compare."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).replace(",", "、")


def named_2017(name: str) -> str:
    """Return a sector's name in the table of 2017, the plain name itself if that has no such sector."""
    return EARLIER.get(plain(name), plain(name))


def group_of(name: str) -> str:
    """Return the group of a sector, empty if the name is of no 42-product table."""
    return _OF.get(named_2017(name), "")

"""Natural persons' data in a text: where it stands, and the text without it.

Letters carry the names and telephone numbers of those who wrote them. They are
never stored. A span is replaced by as many ``□``, so that every offset into
the text stays true. A shape alone is not enough where statistics have it too:
eleven digits before ``元`` are an amount, fifteen digits are an identity number
only if a birthday is inside, and a name is looked for only after its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["phone", "email", "id_card", "name", "account"]

PLACEHOLDER = "□"


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """A half-open span of a text that holds a person's data."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Masked:
    """A text of unchanged length without persons' data, and what was taken out."""

    text: str
    spans: tuple[PersonalSpan, ...]

    @property
    def count(self) -> int:
        """How many pieces of data were taken out."""
        return len(self.spans)


_ASCII = str.maketrans("０１２３４５６７８９＠．－＋（）：Ｘｘ", "0123456789@.-+():Xx")

_DASH = r"[-—–－]"
_AREA = r"(?:010|02\d|0[3-9]\d{2})"
_UNIT = (
    r"(?![\d,]|\.\d|\s*(?:[元万亿千百%％‰㎡个家户部台件套吨人次名辆栋亩米种项辆例座条起岁倍]|余[元万亿家户人]|平方|立方|公里|千瓦|兆|美元|港元"
    r"|[kKMGT][Ww]|Mbps|bps))"
)
_FREE = r"(?<![0-9A-Za-z.,_/#〔\[-])"
_TWO_YEARS = r"(?:19|20)\d\d (?:19|20)\d\d"
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.,_/#])(?:\+?86[- ]?)?1[3-9]\d"
    rf"(?:\d{{8}}|-\d{{4}}-\d{{4}}| (?!{_TWO_YEARS})\d{{4}} \d{{4}}){_UNIT}"
)
_LANDLINE = re.compile(
    rf"{_FREE}(?:\+?86[- ]?)?(?:\({_AREA}\) ?{_DASH}?|{_AREA} ?{_DASH} ?|{_AREA} ?)[2-9]\d{{6,7}}"
    rf"(?:(?:转|{_DASH})\d{{1,5}})?(?:[/、][2-9]\d{{6,7}}(?!\d))*{_UNIT}"
)
_SERVICE = re.compile(rf"{_FREE}[48]00(?:-\d{{3}}-?\d{{4}}|-\d{{4}}-\d{{3}}|\d{{7}}){_UNIT}")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE_LABEL = (
    r"(?:联系|咨询|办公|固定|移动|监督|举报|服务|值班|单位|热线)?(?:电话|手机|传真|热线)(?:号码?)?|联系方式"
    r"|[Tt][Ee][Ll]|[Ff][Aa][Xx]"
)
_LABELLED_PHONE = re.compile(
    rf"(?:(?:{_PHONE_LABEL})(?:\([^()\n]{{1,12}}\))?(?:[ \t]*:[ \t]*|[ \t]+|及传真:)|(?:联系|咨询|办公)电话|联系方式)"
    rf"([+(]?\d[\d() +—–－-]{{4,22}}\d(?:转\d{{1,5}})?(?:[、/,，;；] ?\d[\d() -]{{2,20}}\d)*){_UNIT}"
)
_LOCAL_PHONE = re.compile(rf"[，,、 \t(]{{1,2}}([2-9]\d{{6,7}}){_UNIT}")
_ID18 = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{16}[\dXx](?![0-9A-Za-z])")
_ID15 = re.compile(rf"(?<![0-9A-Za-z.,])[1-8]\d{{14}}(?![0-9A-Za-z]){_UNIT}")
_LABELLED_ID = re.compile(
    r"身份证件?(?:号码?)?(?:\([^()\n]{1,12}\))?[ \t]*:?[ \t]*([1-9]\d{13,16}[\dXx])(?![0-9A-Za-z])"
)
_OTHER_NUMBER = re.compile(
    r"(?:信用代码|机构代码|注册号|许可证号?|账号|帐号|编号|文号|案号|合同号|项目代码|专利号|税号)[^，。；\n]{0,6}$"
)
_ACCOUNT = re.compile(
    r"(?:QQ(?:号码?)?[ \t]*:[ \t]*(\d{5,12})|(?:微信号?|WeChat)[ \t]*:[ \t]*([A-Za-z][\w-]{4,19}|1\d{10}))", re.I | re.A
)
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左"
    "石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封储靳井段富巫乌焦巴弓牧隗山谷车侯全班秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司黎薄印白"
    "蒲邰从鄂索赖卓蔺屠蒙池乔阴能苍双闻党翟谭贡劳逄姬申冉郦桑桂牛寿边扈燕尚农温庄晏柴瞿阎连习艾容向古易慎戈廖庾衡步耿满"
    "弘匡文寇广东欧沃蔚隆师巩聂敖冷简饶曾沙丰关查荆红游权盖益桓公岳肖闫代区冼植佘麦覃丘邝敬仝付涂闭危仉佟苑岑阳腾"
)
_COMPOUND = "欧阳|司徒|司马|上官|诸葛|皇甫|尉迟|公孙|夏侯|东方|慕容|令狐"
_CONTACT = r"姓名|联系人|联络人|联络员|经办人|承办人|填报人|填表人|拟稿人|审核人|签发人|收件人|报送人|联系同志"
_IN_CHARGE = r"负责人|责任人|法定代表人|法人代表|责任编辑"
_NAME_LABEL = re.compile(
    rf"(?P<label>(?:{_CONTACT})|(?:{_IN_CHARGE}))(?:及(?:联系)?(?:电话|方式))?(?:\([^()\n]{{1,12}}\))?"
    r"(?P<gap>[ \t]*:[ \t]*|[ \t]+|)"
)
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff](?:[ \t]?[\u3400-\u9fff]){1,3}?(?:·[\u3400-\u9fff]{1,6})?"
    r"(?=$|[^\u3400-\u9fff·]|联系|电话|手机|职务|职位|邮箱|传真|微信|先生|女士|同志|单位|地址"
    r"|教授|博士|副?[科处局部院所厅镇市区县组班队会]长|副?主任|副?总?经理|工程师|书记|主席)"
)
_MINORITY_NAME = re.compile(r"[\u3400-\u9fff]{2,6}(?:·[\u3400-\u9fff]{1,6})+")
_LATIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}")
_NOT_A_NAME = re.compile(
    r"(?:详?见|同上|待定|暂|略|无$|各|本|该|由|按|请|电话|手机|联系|姓名|签|盖|市|省|县|国)"
    r"|(?:时间|任务|任职|方式|方案|项目|金额|经费|安排|季度|单价|全称|车辆|应[当该]|强[化调])"
    r"|.*(?:局|委|厅|部|镇|街道?|区|公司|市|县|省|会|院|所|站|中心|集团|单位|部门|政府|办公?室?|企业|附件|附表|名单|人员|代表)$"
)
_OFFICE = re.compile(r"[\u3400-\u9fff]{2,20}[ \t]")
_SEPARATOR = re.compile(r"[、，,/ ]")
_PHONE_FOLLOWS = re.compile(r"[，,、；; \t(]{0,2}(?:联系|电话|手机|\d)")


_BESIDE = re.compile(
    rf"(?<![\u3400-\u9fff])(?:(?:{_IN_CHARGE}|{_CONTACT}|董事长|总经理|由|请|与|和|、|，))?"
    r"(?P<name>[\u3400-\u9fff]{2,3}?)[，、,( ]{0,2}"
    r"(?=(?:联系电话|联系方式|手机(?:号码)?|电话|身份证(?:号码?)?|微信|邮箱)[号码:为是 ]{0,3}[\dA-Za-z])"
)


def find_personal(text: str) -> tuple[PersonalSpan, ...]:
    """Return the spans of persons' data, ascending and apart from one another.

    Finds mobile, landline, 400 and labelled numbers, e-mail addresses, identity
    numbers of 18 (check digit of GB 11643) and 15 digits, QQ and WeChat
    accounts, and names after a label such as ``联系人：``.
    """
    plain = text.translate(_ASCII)  # one character for one: offsets stay
    return tuple(_apart([*_identities(plain), *_numbers(plain), *_names(plain), *_beside(plain)]))


def masked(text: str) -> Masked:
    """Return the text with every character of persons' data replaced by ``□``; its length does not change."""
    spans = find_personal(text)
    return Masked(blanked(text, [(span.start, span.end) for span in spans]), spans)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with the half-open spans replaced by as many ``□``."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = PLACEHOLDER * (end - start)
    return "".join(chars)


def _apart(spans: Iterable[PersonalSpan]) -> Iterator[PersonalSpan]:
    """Yield the spans in order; of two that overlap one span over both, named by the first."""
    current: PersonalSpan | None = None
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if current and span.start < current.end:
            current = PersonalSpan(current.start, max(current.end, span.end), current.kind)
            continue
        if current:
            yield current
        current = span
    if current:
        yield current


def _identities(text: str) -> Iterator[PersonalSpan]:
    for match in _LABELLED_ID.finditer(text):
        yield PersonalSpan(*match.span(1), "id_card")
    for pattern, valid in ((_ID18, _is_id18), (_ID15, _is_id15)):
        for match in pattern.finditer(text):
            if valid(match.group()) and not _OTHER_NUMBER.search(text, max(0, match.start() - 16), match.start()):
                yield PersonalSpan(*match.span(), "id_card")


def _is_id18(number: str) -> bool:
    """Tell whether province, birthday and check digit (ISO 7064 MOD 11-2) of an identity number are right."""
    total = sum(int(digit) * (2 ** (17 - at) % 11) for at, digit in enumerate(number[:17]))
    return int(number[:2]) in _PROVINCES and _is_day(number[6:14]) and "10X98765432"[total % 11] == number[17].upper()


def _is_id15(number: str) -> bool:
    return int(number[:2]) in _PROVINCES and _is_day("19" + number[6:12])


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2100


def _numbers(text: str) -> Iterator[PersonalSpan]:
    for match in _EMAIL.finditer(text):
        yield PersonalSpan(*match.span(), "email")
    for pattern in (_MOBILE, _LANDLINE, _SERVICE):
        for match in pattern.finditer(text):
            if not _OTHER_NUMBER.search(text, max(0, match.start() - 16), match.start()):
                yield PersonalSpan(*match.span(), "phone")
    for match in _LABELLED_PHONE.finditer(text):
        if 7 <= sum(char.isdigit() for char in re.split(r"[、/,，;；转]", match.group(1))[0]) <= 15:
            yield PersonalSpan(*match.span(1), "phone")
    for match in _ACCOUNT.finditer(text):
        yield PersonalSpan(*match.span(match.lastindex or 0), "account")


def _names(text: str) -> Iterator[PersonalSpan]:
    """Yield the names after a label, several if they are listed."""
    for label in _NAME_LABEL.finditer(text):
        position, first = label.end(), True
        if (office := _OFFICE.match(text, position)) and _NOT_A_NAME.match(office.group().strip()):
            position = office.end()
        while name := _name_at(text, position, label, first=first):
            yield PersonalSpan(*name, "name")
            position, first = name[1], False
            if phone := _LOCAL_PHONE.match(text, position):
                yield PersonalSpan(*phone.span(1), "phone")
            if not _SEPARATOR.match(text, position):
                break
            position += 1


def _beside(text: str) -> Iterator[PersonalSpan]:
    """Yield names that stand right before a number of their own: ``王某某，手机138…``, ``李某（身份证…``."""
    for match in _BESIDE.finditer(text):
        if _surname(match["name"]) and not _NOT_A_NAME.match(match["name"]):
            yield PersonalSpan(*match.span("name"), "name")


def _name_at(text: str, position: int, label: re.Match[str], *, first: bool) -> tuple[int, int] | None:
    """Return the span of the name that starts here, None if none does."""
    colon = ":" in label["gap"]
    if colon and (match := _MINORITY_NAME.match(text, position) or _LATIN_NAME.match(text, position)):
        return match.span()
    match = _HAN_NAME.match(text, position)
    if not match or _NOT_A_NAME.match(match.group()):
        return None
    contact = bool(re.fullmatch(_CONTACT, label["label"]))
    if not (colon and contact and first) and not _surname(match.group()):
        return None
    # "联系人和…", "负责人高度重视": without a colon only a number behind it, or a cell of a table, shows a name
    cell = "\t" in label["gap"] and match.end() - match.start() <= 4
    if not colon and not cell and not (contact and _PHONE_FOLLOWS.match(text, match.end())):
        return None
    return match.span()


def _surname(name: str) -> bool:
    return name[0] in _SURNAMES or bool(re.match(_COMPOUND, name))

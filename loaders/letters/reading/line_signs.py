"""The words and marks by which a line shows that it starts, ends or goes on."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

PROSE = re.compile(r"[，。；]|[,;](?!\d)")
STOP = re.compile(r"[。；！？]")
LATIN_WORD = re.compile(r"[A-Za-z][\w'’-]*")
CANNOT_OPEN = re.compile(r"[，。、；：！？）》」』”’】〉〕％)\]%]")

_CLOSERS = "”’」』》）)】〉〕\"'"
_ENDS_SENTENCE = frozenset("。！？；：…!?;:")
_LATIN_END = re.compile(r"(?:[a-z]{2}|[)%])\.$")
_ABBREVIATION = re.compile(r"\b(?:Co|Ltd|Inc|No|Nos|Mr|Mrs|Ms|Dr|St|Fig|vs|etc|cf|al|approx|est)\.$")
_GOES_ON = re.compile(r"(?:[，、（《“「『【〔〈(\[]|.{8}(?:的|与|及))$")
_PAIRS = ("《》", "“”", "「」", "『』", "【】", "〔〕", "〈〉", "()")
_HALF = str.maketrans("（）［］", "()[]")

_ENUMERATOR = re.compile(
    r"第[一二三四五六七八九十百零〇\d]+[章节条部篇]"
    r"|[（(](?:[一二三四五六七八九十百]+|\d{1,2}|[a-zA-Z])[）)]"
    r"|[一二三四五六七八九十百]+[、.．]"
    r"|\d{1,3}(?:[、．]|[.](?!\d)|[）)])"
    r"|[A-Za-z][.)、．）](?=[ \u3400-\u9fff])"
    r"|[①-⑳⑴-⒇]|[●•◆■□◇※▪▲△☆★○◎➢►▶]|[-*+·–—] "
)
_HALF_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-z])[)）]")
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(rf"[（(]?(?:\d{{4}}|[〇○零一二三四五六七八九]{{4}}) ?年 ?{_DAY} ?月(?: ?{_DAY} ?日)?[）)]?")
_LABEL = re.compile(
    r"(?:附件|附表|附图|附|抄送|抄报|主送|公开方式|公开属性|信息公开选项|联系人|联系电话|联系方式|联系单位|主题词"
    r"|注|备注|印发机关|电话|传真|地址|邮编|邮政编码|来源|单位|签发人|承办单位|承办人|经办人|发布时间|发布日期|索引号)"
    r" ?\d{0,2} ?[：:]"
)
_MARKUP = re.compile(r"#{1,6} |\||>|```|-{3}|={3}")
_CLOSING_WORDS = re.compile(r"特此|专此|此复|此致|敬礼|顺颂")
_ADDRESSEE = re.compile(
    r"(?:各[^，。；：]*|[^，。；：]*(?:局|委|府|会|厅|部|室|院|司|代表|委员|单位|同志|先生|女士|处|办|镇|区|街道|企业))[）)]?[：:]"
)
_SIGNATURE = re.compile(r"[^，。；：、（(“《]{4,25}(?:局|委员会|政府|办公室|厅|公司|市委|省委|商会|协会|研究院)")
_PAGE_NUMBER = re.compile(r"[—–\-－]+ ?\d+ ?[—–\-－]+|第 ?\d+ ?页.{0,12}")
_ATTACHMENT = re.compile(r"附[件表图] ?[\d一二三四五六七八九十]{0,2}")
_TITLE = re.compile(
    r"[^。；！？]*关于[^。；！？]*(?:函|通知|意见|提案|办法|规定|报告|方案|请示|批复|公告|通告|纪要|建议|答复|规划|决定|条例"
    r"|细则|措施|名单|清单|目录)(?:[（(][^（）()]*[）)])?"
)


def ended(tail: str) -> bool:
    """Tell whether a text with this end closes a sentence; closing quotes and brackets may follow the stop."""
    core = tail.rstrip(_CLOSERS)
    if not core:
        return False
    if core[-1] in _ENDS_SENTENCE:
        return True
    return bool(_LATIN_END.search(core)) and not _ABBREVIATION.search(core)


def opens(head: str, whole: str, before: str) -> bool:
    """Tell whether a line starts something: a numbered part, an attachment, the date, the signature.

    Args:
        head: its first characters.
        whole: all of it where it is short, else empty.
        before: the end of the line in front: ``4）`` may close its bracket.
    """
    if _HALF_ENUMERATOR.match(head) and _unclosed(before, "()"):
        return False
    if _ENUMERATOR.match(head) or _LABEL.match(head) or _MARKUP.match(head) or _CLOSING_WORDS.match(head):
        return True
    return any(sign.fullmatch(whole) for sign in (_DATE, _ADDRESSEE, _SIGNATURE, _PAGE_NUMBER, _ATTACHMENT))


def goes_on(tail: str, head: str) -> bool:
    """Tell whether a text with this end cannot be complete: a comma, an open bracket, half a range of numbers."""
    if _GOES_ON.search(tail):
        return True
    if head[0].isdigit() and len(tail) > 1 and tail[-1] in "-–—～~" and tail[-2].isdigit():
        return True
    return any(_unclosed(tail, pair) for pair in _PAIRS)


def _unclosed(tail: str, pair: str) -> bool:
    half = tail.translate(_HALF)
    return half.rfind(pair[0]) > half.rfind(pair[1])


def stands_alone(head: str, whole: str, length: int) -> bool:
    """Tell whether a line without a stop is complete all the same: a heading, a title, a labelled line."""
    if _MARKUP.match(head) or (_LABEL.match(head) and length <= 60):
        return True
    return heading(head, whole, length)


def heading(head: str, whole: str, length: int) -> bool:
    """Tell whether a line without a stop looks like a numbered heading or a title."""
    return (length <= 32 and bool(_ENUMERATOR.match(head))) or bool(_TITLE.fullmatch(whole))


def glue(tail: str, head: str) -> str:
    """Return what joins two halves of a line: a space between Latin words, else nothing.

    Two digits are joined without one: programs that wrap by characters split
    numbers, and ``54 50.44`` would be another value.
    """
    before, after = tail[-1], head[0]
    if before.isdigit() and after.isdigit():
        return ""
    if _narrow(before) and (_narrow(after) or after == "("):
        return " "
    if before not in ",.;:!?)%\"'" or len(tail) < 2 or not (_narrow(tail[-2]) or tail[-2] in ")%\"'"):
        return ""
    number = before in ",." and tail[-2].isdigit() and after.isdigit()
    address = re.search(r"(?:www\.|://|@)\S*$", tail)
    return " " if _narrow(after) and not number and not address else ""


def _narrow(char: str) -> bool:
    """Tell whether a character belongs to a script that puts spaces between words."""
    return char.isalnum() and east_asian_width(char) not in "WF"

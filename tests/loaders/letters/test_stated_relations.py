"""A relation rests on what its sentence says: whose deed it is, which industry, which chain."""

from __future__ import annotations

import pytest

from tests.loaders.letter_samples import HEAD, claims, read, said

ON_HYDROGEN = "惠州市氢能产业发展情况\n"


@pytest.mark.parametrize(
    ("head", "text", "claim"),
    [
        (HEAD, "支持惠东县依托青禾电池打造云溪氢能产业园。", ("惠东县", "BUILDS", "云溪氢能产业园")),
        (
            HEAD,
            "聚集以青禾电池、蓝鲸新能等企业为代表的储能产业。",
            ("蓝鲸新能", "MEMBER_OF_CHAIN", "储能产业"),
        ),
        (
            HEAD,
            "氢能产业加快成长，已建立从制氢装备到储氢罐、加氢机，再到加氢站等较完整的产业链。",
            ("加氢站", "SEGMENT_OF", "氢能产业"),
        ),
        (
            HEAD,
            "形成以制氢装备、储氢罐、加氢机于一体的氢能产业链。",
            ("储氢罐", "SEGMENT_OF", "氢能产业"),
        ),
        (
            HEAD,
            "省工信厅公布全国储能百强企业名单，青禾电池有限公司、蓝鲸新能有限公司等7家企业入选。",
            ("蓝鲸新能有限公司", "HONOURED_BY", "全国储能百强企业"),
        ),
        (HEAD, "在惠东县举办的青禾氢能博览会上，多个项目签约。", ("青禾氢能博览会", "LOCATED_IN", "惠东县")),
        (HEAD, "云湖高新区拥有青禾电池、蓝鲸新能等头部企业。", ("青禾电池", "LOCATED_IN", "云湖高新区")),
        (HEAD, "此前，青禾电池、蓝鲸新能等一批头部企业已相继入驻。", ("蓝鲸新能", "LOCATED_IN", "惠州市")),
    ],
)
def test_what_the_sentence_says_is_read(head: str, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(text, head)


@pytest.mark.parametrize(
    ("head", "text", "predicate"),
    [
        # Another place's deed is not the office's.
        (HEAD, "支持惠东县建设云溪氢能产业园。", "BUILDS惠州市"),
        # 开工建设 has an object; what stands before it is not what is built.
        (HEAD, "云溪科创园先后开工建设了青禾模具中心。", "BUILDS惠州市云溪科创园"),
        # Two chains that each have their name are no links.
        (ON_HYDROGEN, "打造储氢罐、加氢机产业链。", "SEGMENT_OF"),
        (ON_HYDROGEN, "形成了储氢罐、加氢机等5大优势产业链。", "SEGMENT_OF"),
        # A firm that is brought in need not be of the paper's industry.
        (ON_HYDROGEN, "先后引进青禾电池、蓝鲸新能、远望储能等企业。", "MEMBER_OF_CHAIN"),
        (ON_HYDROGEN, "云溪科创园汇聚了青禾电池、蓝鲸新能等企业。", "MEMBER_OF_CHAIN"),
        # Of which of two industries nobody can say.
        (HEAD, "新能源和节能环保产业产值超400亿元，青禾电池、蓝鲸新能等企业满产。", "MEMBER_OF_CHAIN"),
        # To draw up a picture is not to anchor.
        (
            "惠州市储能产业发展情况\n一、储能产业\n",
            "依托青禾电池、蓝鲸新能等重点企业，梳理招商图谱。",
            "ANCHORS",
        ),
        # Offices that are consulted are no partners.
        (HEAD, "经与市科技局、市商务局共同研究，现通报如下。", "COOPERATES_WITH"),
        (HEAD, "包括云溪经济开发区和青禾经济开发区。", "COOPERATES_WITH"),
        # 与某所共建的某院: the institute is the partner.
        (HEAD, "打造了与青禾技术研究所共建的云溪感知研究院。", "BUILDS惠州市青禾技术研究所"),
        # An industry of some place is not the place.
        (HEAD, "推动惠州灯饰与潮州陶瓷产业合作。", "COOPERATES_WITH惠州市潮州市"),
        # A base is what is aimed at, not an industry.
        (HEAD, "印发《惠州市打造世界家纺产业基地的实施意见》。", "TARGETS"),
    ],
)
def test_what_it_does_not_say_is_not_guessed(head: str, text: str, predicate: str) -> None:
    found = {f"{claim[1]}{claim[0]}{claim[2]}" for claim in said(text, head)}
    assert not {claim for claim in found if claim.startswith(predicate)}


def test_agreed_upon_is_not_invested() -> None:
    extraction = read(HEAD + "青禾集团投资2亿元的储能项目与我市达成初步合作意向。")
    (claim,) = [item for item in extraction.statements if item.predicate == "INVESTS_IN"]
    assert claim.status.value == "planned"


def test_the_proposal_a_reply_answers_is_for_the_industry_of_its_title() -> None:
    text = "惠州市工业和信息化局关于市政协十二届三次会议第66号提案答复的函\n民盟惠州市委：\n"
    text += "你们提出的“关于改善生物医药产业环境的建议”收悉，现答复如下：\n"
    assert ("关于改善生物医药产业环境的建议", "TARGETS", "生物医药产业") in claims(read(text))


def test_a_heading_on_the_state_of_things_is_no_topic() -> None:
    text = "惠州市工业和信息化局关于市政协十二届三次会议第66号提案答复的函\n一、产业现状\n（一）基本情况。\n平稳。\n"
    assert not {claim for claim in claims(read(text)) if claim[1] == "COVERS"}

// group: firms
// title.zh: 两家企业之间最短的依据路径
// title.en: The shortest evidence paths between two firms
// about.zh: 从一家企业到另一家，经过最少几步陈述相连，最多 3 步；一样短的都列出，每步带原文。经过省、市的不算：同在一个市说明不了什么；候选的关系也不算。
// about.en: How two firms are joined in the fewest steps, at most 3; all paths of that length, each step with its words. Paths through a region do not count: to be in the same city means little. Nor do candidates.
// parameter a: string — 甲企业的键、名称或别名 | Firm A, by key, name or alias
// parameter b: string — 乙企业的键、名称或别名 | Firm B, by key, name or alias
// example a: 恒鑫智能
// example b: 非夕科技
// column path: 路径 | Path
// column step: 第几步 | Step
// column from_name: 从 | From
// column relation: 关系 | Relation
// column to_name: 到 | To
// column status: 状态 | Status
// column document: 文献 | Document
// column section: 章节 | Section
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (f:Firm) WHERE f.key = $a OR f.name = $a OR $a IN f.aliases
MATCH (g:Firm) WHERE (g.key = $b OR g.name = $b OR $b IN g.aliases) AND g.key <> f.key
WITH f, g, CASE
  WHEN EXISTS { MATCH (f)-[o1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(g)
    WHERE o1.review = 'accepted' } THEN 1
  WHEN EXISTS { MATCH (f)-[o1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(ox)-[o2:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(g)
    WHERE o1.review = 'accepted' AND o2.review = 'accepted' AND ox.kind <> 'Region' } THEN 2
  WHEN EXISTS { MATCH (f)-[o1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(ox)-[o2:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(oy)-[o3:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(g)
    WHERE o1.review = 'accepted' AND o2.review = 'accepted' AND o3.review = 'accepted' AND ox.kind <> 'Region' AND oy.kind <> 'Region' } THEN 3
  END AS steps
OPTIONAL MATCH (f)-[p1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(g)
  WHERE steps = 1 AND p1.review = 'accepted'
OPTIONAL MATCH (f)-[q1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(qx)-[q2:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(g)
  WHERE steps = 2 AND q1.review = 'accepted' AND q2.review = 'accepted' AND qx.kind <> 'Region'
OPTIONAL MATCH (f)-[r1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(rx)-[r2:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(ry)-[r3:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|IN_INDUSTRY|IS_A|IN_SEGMENT|INPUT_OF]-(g)
  WHERE steps = 3 AND r1.review = 'accepted' AND r2.review = 'accepted' AND r3.review = 'accepted' AND rx.kind <> 'Region' AND ry.kind <> 'Region'
WITH steps, f.name AS n0, coalesce(qx.name, rx.name, g.name) AS n1, coalesce(ry.name, g.name) AS n2, g.name AS n3,
     coalesce(p1.kind, q1.kind, r1.kind) AS k1, coalesce(q2.kind, r2.kind) AS k2, r3.kind AS k3,
     coalesce(p1.statements, q1.statements, r1.statements) AS e1, coalesce(q2.statements, r2.statements) AS e2,
     r3.statements AS e3
WITH *, n0 + ' — ' + n1 + CASE WHEN steps > 1 THEN ' — ' + n2 ELSE '' END + CASE WHEN steps > 2 THEN ' — ' + n3 ELSE '' END AS path
UNWIND [1, 2, 3] AS step
WITH steps, step, path, CASE step WHEN 1 THEN n0 WHEN 2 THEN n1 ELSE n2 END AS from_name,
     CASE step WHEN 1 THEN n1 WHEN 2 THEN n2 ELSE n3 END AS to_name,
     CASE step WHEN 1 THEN k1 WHEN 2 THEN k2 ELSE k3 END AS relation,
     CASE step WHEN 1 THEN e1 WHEN 2 THEN e2 ELSE e3 END AS keys
WHERE step <= steps
UNWIND coalesce(keys, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN DISTINCT path AS path, step AS step, from_name AS from_name, relation AS relation, to_name AS to_name,
       t.status AS status, t.document AS document, t.section AS section, said AS statement, t.quote AS quote
ORDER BY path, step, relation, statement, from_name, to_name

// group: firms
// title.zh: 两家企业之间最短的依据路径
// title.en: The shortest evidence paths between two firms
// about.zh: 从一家企业到另一家，经过最少几步陈述相连，最多 4 步；一样短的都列出，每步带原文。经过省、市的不算：同在一个市说明不了什么。
// about.en: How two firms are joined in the fewest steps, at most 4; all paths of that length, each step with its words. Paths through a region do not count: to be in the same city means little.
// parameter a: string — 甲企业的键、名称或别名 | Firm A, by key, name or alias
// parameter b: string — 乙企业的键、名称或别名 | Firm B, by key, name or alias
// example a: 木林森
// example b: 通宇通讯
// column path: 路径 | Path
// column step: 第几步 | Step
// column from_name: 从 | From
// column relation: 关系 | Relation
// column to_name: 到 | To
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// column section: 章节 | Section
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (f:Firm) WHERE f.key = $a OR f.name = $a OR $a IN f.aliases
MATCH (g:Firm) WHERE (g.key = $b OR g.name = $b OR $b IN g.aliases) AND g.key <> f.key
MATCH p = (f)-[:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|ORIGINATES_FROM|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|PART_OF_CLUSTER|IN_INDUSTRY|SUPPORTS|SIGNED_AT|IS_A|EXPANDS_INTO*1..4]-(g)
WHERE none(n IN nodes(p) WHERE n.kind = 'Region')
WITH f, g, min(length(p)) AS steps
MATCH q = (f)-[:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY|USES|ADOPTS|HONOURED_BY|INVESTS_IN|ORIGINATES_FROM|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|PART_OF_CLUSTER|IN_INDUSTRY|SUPPORTS|SIGNED_AT|IS_A|EXPANDS_INTO*1..4]-(g)
WHERE length(q) = steps AND none(n IN nodes(q) WHERE n.kind = 'Region')
// A list starts at 0 in one engine and at 1 in the other.
WITH steps, nodes(q) AS things, relationships(q) AS ties, CASE WHEN ['a', 'b'][1] = 'a' THEN 1 ELSE 0 END AS first
WITH steps, things, ties, first,
     things[first].name + ' — ' + things[first + 1].name
     + CASE WHEN steps > 1 THEN ' — ' + things[CASE WHEN steps > 1 THEN first + 2 ELSE first END].name ELSE '' END
     + CASE WHEN steps > 2 THEN ' — ' + things[CASE WHEN steps > 2 THEN first + 3 ELSE first END].name ELSE '' END
     + CASE WHEN steps > 3 THEN ' — ' + things[CASE WHEN steps > 3 THEN first + 4 ELSE first END].name ELSE '' END AS path
UNWIND [0, 1, 2, 3] AS at
WITH path, things, ties, first, steps, at
WHERE at < steps
WITH path, at + 1 AS step, things[first + at] AS x, ties[first + at] AS e, things[first + at + 1] AS y
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN DISTINCT path AS path, step AS step, x.name AS from_name, e.kind AS relation, y.name AS to_name,
       e.status AS status, e.review AS review, t.document AS document, t.section AS section, said AS statement,
       t.quote AS quote
ORDER BY path, step, relation, statement, from_name, to_name

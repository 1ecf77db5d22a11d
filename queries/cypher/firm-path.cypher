// group: firms
// title.zh: 两家企业之间最短的依据路径
// title.en: The shortest evidence paths between two firms
// about.zh: 从一家企业到另一家，经过最少几步陈述相连：两家直接相连，有共同的产业、环节、产品、荣誉、镇街等，或两样东西本身相连（一个环节是另一个的投入），最多 3 步；一样短的都列出，每步带原文。同一家企业的几个名称算一家。经过省、市的不算：同在一个市说明不了什么；候选的关系也不算。
// about.en: How two firms are joined in the fewest steps, at most 3: directly, by something they share, or by two things that are joined themselves (a segment is an input of another); all paths of that length, each step with its words. Names of one firm are one. Paths through a region do not count: to be in the same city means little. Nor do candidates.
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
MATCH (q:Firm) WHERE q.key = $a OR q.name = $a OR $a IN q.aliases
OPTIONAL MATCH (q)-[:SAME_AS]->(qh:Firm)
WITH DISTINCT coalesce(qh.key, q.key) AS head, coalesce(qh.name, q.name) AS head_name
MATCH (r:Firm) WHERE r.key = $b OR r.name = $b OR $b IN r.aliases
OPTIONAL MATCH (r)-[:SAME_AS]->(rh:Firm)
WITH DISTINCT head, head_name, coalesce(rh.key, r.key) AS goal, coalesce(rh.name, r.name) AS goal_name
WHERE head <> goal
OPTIONAL MATCH (u:Firm)-[:SAME_AS]->(uh:Firm) WHERE uh.key = head
WITH head, head_name, goal, goal_name, collect(u.key) AS us
OPTIONAL MATCH (v:Firm)-[:SAME_AS]->(vh:Firm) WHERE vh.key = goal
WITH head, head_name, goal, goal_name, us, collect(v.key) AS vs
WITH head_name, goal_name, us + [head] AS ours, vs + [goal] AS theirs
// First how many steps there are at least, then the paths of that many.
MATCH (f:Firm) WHERE f.key IN ours
MATCH (g:Firm) WHERE g.key IN theirs
OPTIONAL MATCH (f)-[p1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY|USES|ADOPTS
        |HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|PART_OF_CLUSTER|IN_INDUSTRY|IN_SEGMENT|SIGNED_AT|SUPPORTS]->(px)
  WHERE p1.review = 'accepted' AND px.kind <> 'Region'
OPTIONAL MATCH (px)-[:SAME_AS]->(pxh:Firm)
OPTIONAL MATCH (g)-[p2:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY|USES|ADOPTS
        |HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|PART_OF_CLUSTER|IN_INDUSTRY|IN_SEGMENT|SIGNED_AT|SUPPORTS]->(py)
  WHERE p2.review = 'accepted' AND py.kind <> 'Region'
OPTIONAL MATCH (py)-[:SAME_AS]->(pyh:Firm)
OPTIONAL MATCH (px)-[pm:INPUT_OF|UPSTREAM_OF|KIND_OF|SEGMENT_OF|IS_A|PART_OF_CLUSTER
        |TECHNOLOGY_OF|HAS_PRODUCT|EXPANDS_INTO|MEMBER_OF_GROUP]-(py)
  WHERE pm.review = 'accepted'
WITH head_name, goal_name, ours, theirs,
     min(CASE WHEN px.key IN theirs OR py.key IN ours THEN 1 WHEN coalesce(pxh.key, px.key) = coalesce(pyh.key, py.key) THEN 2
              WHEN pm.kind IS NOT NULL THEN 3 END) AS steps
MATCH (f:Firm) WHERE f.key IN ours
MATCH (g:Firm) WHERE g.key IN theirs
OPTIONAL MATCH (f)-[e1:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY|USES|ADOPTS
        |HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|PART_OF_CLUSTER|IN_INDUSTRY|IN_SEGMENT|SIGNED_AT|SUPPORTS]->(x)
  WHERE e1.review = 'accepted' AND x.kind <> 'Region'
OPTIONAL MATCH (x)-[:SAME_AS]->(xh:Firm)
OPTIONAL MATCH (g)-[e2:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|HAS_ROLE|PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY|USES|ADOPTS
        |HONOURED_BY|INVESTS_IN|SPUN_OFF_FROM|COOPERATES_WITH|LOCATED_IN|PART_OF_CLUSTER|IN_INDUSTRY|IN_SEGMENT|SIGNED_AT|SUPPORTS]->(y)
  WHERE e2.review = 'accepted' AND y.kind <> 'Region'
OPTIONAL MATCH (y)-[:SAME_AS]->(yh:Firm)
OPTIONAL MATCH (x)-[m:INPUT_OF|UPSTREAM_OF|KIND_OF|SEGMENT_OF|IS_A|PART_OF_CLUSTER
        |TECHNOLOGY_OF|HAS_PRODUCT|EXPANDS_INTO|MEMBER_OF_GROUP]-(y)
  WHERE m.review = 'accepted'
WITH head_name, goal_name, x, y, e1, e2, m, steps, x.key IN theirs AS met, coalesce(xh.key, x.key) AS one,
     coalesce(yh.key, y.key) AS other, coalesce(xh.name, x.name) AS x_name, coalesce(yh.name, y.name) AS y_name, y.key IN ours AS back
WHERE (steps = 1 AND (met OR back)) OR (steps = 2 AND one = other) OR (steps = 3 AND m.kind IS NOT NULL)
WITH steps, head_name AS n0, CASE steps WHEN 1 THEN goal_name ELSE x_name END AS n1,
     CASE steps WHEN 3 THEN y_name ELSE goal_name END AS n2, goal_name AS n3,
     CASE WHEN steps > 1 OR met THEN e1.kind ELSE e2.kind END AS k1,
     CASE WHEN steps > 1 OR met THEN e1.statements ELSE e2.statements END AS s1,
     CASE steps WHEN 3 THEN m.kind ELSE e2.kind END AS k2, CASE steps WHEN 3 THEN m.statements ELSE e2.statements END AS s2,
     e2.kind AS k3, e2.statements AS s3
WITH *, n0 + ' — ' + n1 + CASE WHEN steps > 1 THEN ' — ' + n2 ELSE '' END
     + CASE WHEN steps > 2 THEN ' — ' + n3 ELSE '' END AS path
UNWIND [1, 2, 3] AS step
WITH steps, step, path, CASE step WHEN 1 THEN n0 WHEN 2 THEN n1 ELSE n2 END AS from_name,
     CASE step WHEN 1 THEN n1 WHEN 2 THEN n2 ELSE n3 END AS to_name,
     CASE step WHEN 1 THEN k1 WHEN 2 THEN k2 ELSE k3 END AS relation,
     CASE step WHEN 1 THEN s1 WHEN 2 THEN s2 ELSE s3 END AS keys
WHERE step <= steps
UNWIND coalesce(keys, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN DISTINCT path AS path, step AS step, from_name AS from_name, relation AS relation, to_name AS to_name,
       t.status AS status, t.document AS document, t.section AS section, said AS statement, t.quote AS quote
ORDER BY path, step, relation, statement, from_name, to_name

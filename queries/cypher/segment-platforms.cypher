// group: platforms
// title.zh: 哪些平台载体支撑一个环节
// title.en: Platforms that support a segment
// about.zh: 支撑环节本身的载体，和支撑它所在产业链所讲产业的载体，一条依据一行。规划中的看状态。
// about.en: Platforms for the segment itself and for the industry of its chains, one row for each statement. See the status for planned ones.
// parameter segment: string — 环节的键、名称或别名 | Segment, by key, name or alias
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example segment: 民用灯饰
// column segment_name: 环节 | Segment
// detail platform: 平台键 | Platform key
// column name: 平台 | Platform
// column relation: 关系 | Relation
// column reach_kind: 支撑环节还是产业 | Supports the segment or the industry
// detail object: 对象键 | Object key
// column object_name: 对象 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (p:Platform)-[e:SUPPORTS|CORE_OF|IN_SEGMENT|ANCHORS|MEMBER_OF_CHAIN|IN_INDUSTRY]->(o)
WHERE e.review = 'accepted' OR $review = 'all'
MATCH (s:Segment)
WHERE (s.key = $segment OR s.name = $segment OR $segment IN s.aliases)
  AND (s.key = o.key OR EXISTS { MATCH (s)-[:IN_CHAIN]->(c:Chain)-[:ABOUT]->(o) })
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN s.name AS segment_name, p.key AS platform, p.name AS name, e.kind AS relation,
       CASE WHEN s.key = o.key THEN 'Segment' ELSE 'Industry' END AS reach_kind, o.key AS object, o.name AS object_name,
       e.status AS status, e.review AS review, t.document AS document, said AS statement, t.quote AS quote
ORDER BY segment_name, reach_kind DESC, name, relation, object_name, platform, object, statement

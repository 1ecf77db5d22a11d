// group: evidence
// title.zh: 凭什么说甲和乙有这个关系
// title.en: Evidence of the edges between two things
// about.zh: 两个节点之间每一条边的每一条依据：原文、出处、状态、审核，两个方向都查。
// about.en: Each statement behind each edge between two nodes: words, place, status, review, in both directions.
// parameter a: string — 甲的键或名称 | A, by key or name
// parameter b: string — 乙的键或名称 | B, by key or name
// example a: 福昆航空
// example b: 低空经济
// column from_name: 从 | From
// column relation: 关系 | Relation
// column to_name: 到 | To
// column status: 状态 | Status
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
// column said_status: 陈述状态 | Status of the statement
// column said_review: 陈述审核 | Review of the statement
MATCH (x)-[e]->(y)
WHERE ((x.key = $a OR x.name = $a) AND (y.key = $b OR y.name = $b))
   OR ((x.key = $b OR x.name = $b) AND (y.key = $a OR y.name = $a))
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN x.name AS from_name, e.kind AS relation, y.name AS to_name, e.status AS status, e.review AS review,
       key AS statement, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.quote AS quote, t.status AS said_status, t.review AS said_review
ORDER BY relation, from_name, to_name, start_offset, statement

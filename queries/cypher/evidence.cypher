// title.zh: 凭什么说甲和乙有这个关系
// title.en: Evidence of the edges between two things
// about.zh: 两个节点之间每一条边的每一条依据：原文、出处、状态、审核，两个方向都查。
// parameter a: string — 甲的键或名称
// parameter b: string — 乙的键或名称
// column from_name: 从
// column relation: 关系
// column to_name: 到
// column status: 状态
// column review: 审核
// column statement: 陈述键
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column quote: 原文
// column said_status: 陈述状态
// column said_review: 陈述审核
MATCH (x)-[e]->(y)
WHERE ((x.key = $a OR x.name = $a) AND (y.key = $b OR y.name = $b))
   OR ((x.key = $b OR x.name = $b) AND (y.key = $a OR y.name = $a))
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN x.name AS from_name, e.kind AS relation, y.name AS to_name, e.status AS status, e.review AS review,
       key AS statement, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.quote AS quote, t.status AS said_status, t.review AS said_review
ORDER BY relation, from_name, start_offset, statement

// group: firms
// title.zh: 关于一家企业，文献都说了什么
// title.en: All that documents say about a firm
// about.zh: 一家企业（它的各个名称都算）的每一条关系和数字，一条依据一行，带原文、出处、状态。拜访之前看这一张。
// about.en: Each relation and figure of a firm under any of its names, one row for each statement, with its words and place. To read before a visit.
// parameter firm: string — 企业的键、名称或别名 | Firm, by key, name or alias
// example firm: 福昆航空
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// column relation: 关系 | Relation
// detail other: 对方键 | Other key
// column other_kind: 对方类型 | Other kind
// column other_name: 对方 | Other
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (q:Firm)
WHERE q.key = $firm OR q.name = $firm OR $firm IN q.aliases
OPTIONAL MATCH (q)-[:SAME_AS]->(qh:Firm)
WITH DISTINCT coalesce(qh.key, q.key) AS head
OPTIONAL MATCH (k:Firm)-[:SAME_AS]->(kh:Firm) WHERE kh.key = head
WITH head, collect(k.key) + [head] AS names
MATCH (f:Firm)-[e]-(o)
WHERE f.key IN names AND (e.kind <> 'SAME_AS' OR f.key <> head)
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN f.key AS firm, f.name AS name, e.kind AS relation, o.key AS other, o.kind AS other_kind, o.name AS other_name,
       e.status AS status, e.review AS review, t.document AS document, t.section AS section,
       t.start_offset AS start_offset, t.end_offset AS end_offset, said AS statement, t.quote AS quote
ORDER BY name, relation, other_name, start_offset, statement, firm, other

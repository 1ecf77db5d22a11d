// group: internal
// title.zh: 一个节点有哪些关系
// title.en: Edges of a node
// about.zh: 从它出去和指向它的每一条边，对方、状态、审核和依据。
// about.en: Each edge from it and to it, with the other end, status, review and evidence.
// parameter key: string — 节点的键 | Key of the node
// example key: Firm:福昆航空
// column direction: 方向 | Direction
// column relation: 关系 | Relation
// column other: 对方键 | Other key
// column other_kind: 对方类型 | Other kind
// column other_name: 对方 | Other
// column status: 状态 | Status
// column review: 审核 | Review
// column statements: 依据 | Evidence
// column rule: 规则 | Rule
// column term: 命中词 | Term
MATCH (n)
WHERE n.key = $key
UNWIND ['out', 'in'] AS direction
OPTIONAL MATCH (n)-[e]->(x) WHERE direction = 'out'
OPTIONAL MATCH (y)-[g]->(n) WHERE direction = 'in'
WITH direction, coalesce(e.kind, g.kind) AS relation, coalesce(x.key, y.key) AS other, coalesce(x.kind, y.kind) AS other_kind,
     coalesce(x.name, y.name) AS other_name, coalesce(e.status, g.status) AS status, coalesce(e.review, g.review) AS review,
     coalesce(e.statements, g.statements) AS statements, coalesce(e.rule, g.rule) AS rule, coalesce(e.term, g.term) AS term
WHERE other IS NOT NULL
RETURN direction AS direction, relation AS relation, other AS other, other_kind AS other_kind, other_name AS other_name,
       status AS status, review AS review, statements AS statements, rule AS rule, term AS term
ORDER BY direction DESC, relation, other

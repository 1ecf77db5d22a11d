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
MATCH (n)-[e]->(o)
WHERE n.key = $key
RETURN 'out' AS direction, e.kind AS relation, o.key AS other, o.kind AS other_kind, o.name AS other_name,
       e.status AS status, e.review AS review, e.statements AS statements
ORDER BY relation, other
UNION ALL
MATCH (o)-[e]->(n)
WHERE n.key = $key
RETURN 'in' AS direction, e.kind AS relation, o.key AS other, o.kind AS other_kind, o.name AS other_name,
       e.status AS status, e.review AS review, e.statements AS statements
ORDER BY relation, other

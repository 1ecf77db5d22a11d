// title.zh: 一个节点有哪些关系
// title.en: Edges of a node
// about.zh: 从它出去和指向它的每一条边，对方、状态、审核和依据。
// parameter key: string — 节点的键
// column direction: 方向
// column relation: 关系
// column other: 对方键
// column other_kind: 对方类型
// column other_name: 对方
// column status: 状态
// column review: 审核
// column statements: 依据
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

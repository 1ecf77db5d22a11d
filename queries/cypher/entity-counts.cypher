// group: internal
// title.zh: 各类节点有多少
// title.en: Nodes by kind
// about.zh: 每一类节点的个数，多的在前。
// about.en: Number of nodes of each kind, the most first.
// column kind: 类型 | Kind
// column number: 个数 | Number
MATCH (n)
RETURN n.kind AS kind, count(*) AS number
ORDER BY number DESC, kind

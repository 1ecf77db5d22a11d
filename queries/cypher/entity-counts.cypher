// title.zh: 各类节点有多少
// title.en: Nodes by kind
// about.zh: 每一类节点的个数，多的在前。
// column kind: 类型
// column number: 个数
MATCH (n)
RETURN n.kind AS kind, count(*) AS number
ORDER BY number DESC, kind

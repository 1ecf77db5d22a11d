// title.zh: 一个节点的全部属性
// title.en: All properties of a node
// about.zh: 按键取一个节点。
// parameter key: string — 节点的键
// column kind: 类型
// column properties: 属性
MATCH (n)
WHERE n.key = $key
RETURN n.kind AS kind, properties(n) AS properties

// group: internal
// title.zh: 一个节点的全部属性
// title.en: All properties of a node
// about.zh: 按键取一个节点。
// about.en: A node by its key.
// parameter key: string — 节点的键 | Key of the node
// example key: Firm:福昆航空
// column kind: 类型 | Kind
// column properties: 属性 | Properties
MATCH (n)
WHERE n.key = $key
RETURN n.kind AS kind, properties(n) AS properties

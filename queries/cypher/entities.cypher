// title.zh: 图里有哪些东西
// title.en: Things in the graph
// about.zh: 某一类的全部节点，名称次序。类型见 liantu doctor 或 entity-counts。
// parameter kind: string — 类型，如 Firm、Platform、Policy
// column key: 键
// column name: 名称
// column aliases: 别名
// column sources: 来源
MATCH (n)
WHERE n.kind = $kind
RETURN n.key AS key, n.name AS name, n.aliases AS aliases, n.sources AS sources
ORDER BY name, key

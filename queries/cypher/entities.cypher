// group: internal
// title.zh: 图里有哪些东西
// title.en: Things in the graph
// about.zh: 某一类的全部节点，名称次序。类型见 liantu doctor 或 entity-counts。
// about.en: All nodes of a kind, by name.
// parameter kind: kind — 类型，如 Firm、Platform、Policy | Kind, such as Firm, Platform or Policy
// example kind: 企业
// column key: 键 | Key
// column name: 名称 | Name
// column aliases: 别名 | Aliases
// column sources: 来源 | Sources
MATCH (n)
WHERE n.kind = $kind
RETURN n.key AS key, n.name AS name, n.aliases AS aliases, n.sources AS sources
ORDER BY name, key

// title.zh: 哪些环节几条链共用
// title.en: Segments that several chains share
// about.zh: 同一个环节在两条以上产业链里：一处断，几条链断。按链数、直接下游数排。
// parameter minimum: integer = 2 — 至少在几条链里
// column segment: 环节键
// column name: 环节
// set chains: 产业链
// column chain_count: 链数
// column takers: 直接用它的环节数
MATCH (s:Segment)-[:IN_CHAIN]->(c:Chain)
WITH s, collect(DISTINCT c.name) AS chains, count(DISTINCT c.key) AS chain_count
WHERE chain_count >= $minimum
OPTIONAL MATCH (s)-[:INPUT_OF]->(t:Segment)
RETURN s.key AS segment, s.name AS name, chains AS chains, chain_count AS chain_count, count(t.key) AS takers
ORDER BY chain_count DESC, takers DESC, name

// group: chains
// title.zh: 哪些环节几条链共用
// title.en: Segments that several chains share
// about.zh: 同一个环节在两条以上产业链里：一处断，几条链断。按链数、直接下游数排。
// about.en: A segment in two or more chains: where it is missing, several chains buy outside. By number of chains, then of direct takers.
// parameter minimum: integer = 2 — 至少在几条链里 | In how many chains at least
// detail segment: 环节键 | Segment key
// column name: 环节 | Segment
// set chains: 产业链 | Chain
// column chain_count: 链数 | Chains
// column takers: 直接用它的环节数 | Segments that take it
MATCH (s:Segment)-[:IN_CHAIN]->(c:Chain)
WITH s, collect(DISTINCT c.name) AS chains, count(DISTINCT c.key) AS chain_count
WHERE chain_count >= $minimum
OPTIONAL MATCH (s)-[:INPUT_OF]->(t:Segment)
RETURN s.key AS segment, s.name AS name, chains AS chains, chain_count AS chain_count, count(t.key) AS takers
ORDER BY chain_count DESC, takers DESC, name, segment

// group: gaps
// title.zh: 哪些环节还没有已采信的企业
// title.en: Segments without an accepted firm
// about.zh: 没有已采信、已实施的企业归入的环节，本地已有企业用它的在前。没有企业不等于缺链：没有完整名录就是数据不足，判断看 liantu gaps。规划中的和候选的企业另列。
// about.en: Segments no accepted firm works in, those that local firms take first. Not a gap: without a complete register it is missing data; see liantu gaps. Planned and candidate firms stand apart.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// detail segment: 环节键 | Segment key
// column name: 环节 | Segment
// set chains: 产业链 | Chains
// column local_takers: 直接用它、已有企业的环节数 | Takers with firms
// column takers: 直接用它的环节数 | Segments that take it
// set waiting: 规划中或候选的企业 | Planned or candidate firms
MATCH (s:Segment)-[:IN_CHAIN]->(c:Chain)
WHERE ($chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases)
  AND NOT EXISTS { MATCH (f:Firm)-[m:IN_SEGMENT]->(s) WHERE m.review = 'accepted' AND m.status = 'done' }
WITH s, collect(DISTINCT c.name) AS chains
OPTIONAL MATCH (s)-[:INPUT_OF]->(t:Segment)
OPTIONAL MATCH (g:Firm)-[k:IN_SEGMENT]->(t) WHERE k.review = 'accepted' AND k.status = 'done'
WITH s, chains, count(DISTINCT t.key) AS takers,
     count(DISTINCT CASE WHEN g.key IS NOT NULL THEN t.key END) AS local_takers
OPTIONAL MATCH (h:Firm)-[:IN_SEGMENT]->(s)
RETURN s.key AS segment, s.name AS name, chains AS chains, local_takers AS local_takers, takers AS takers, collect(DISTINCT h.name) AS waiting
ORDER BY local_takers DESC, takers DESC, name, segment

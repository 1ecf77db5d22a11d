// group: policies
// title.zh: 哪些环节没有政策写到
// title.en: Segments that no policy touches
// about.zh: 没有政策针对它、已采信的政策原文没有写到它、它所在产业链所讲的产业也没有政策针对的环节，用它的环节多的在前。往来函件（提案和答复）不算政策；库里没有的政策，这里也不知道。
// about.en: Segments that no policy targets or names and whose industry no policy targets, the most used first. Proposals and replies are no policies; a policy that is not in the store is not known here.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// example chain: 智能家电产业链
// detail segment: 环节键 | Segment key
// column name: 环节 | Segment
// set chains: 产业链 | Chains
// column takers: 直接用它的环节数 | Segments that take it
// set firms: 已采信的企业 | Accepted firms
MATCH (p:Policy)-[e:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(o)
WHERE e.review = 'accepted' AND NOT EXISTS { MATCH (p)-[:REPLIES_TO]-(w:Policy) }
WITH collect(DISTINCT o.key) AS touched
MATCH (s:Segment)-[:IN_CHAIN]->(c:Chain)
WHERE ($chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases)
  AND NOT s.key IN touched
  AND NOT EXISTS { MATCH (s)-[:IN_CHAIN]->(k:Chain)-[:ABOUT]->(a) WHERE a.key IN touched }
  AND NOT EXISTS { MATCH (t:Statement)-[m:MENTIONS]->(s) WHERE m.review = 'accepted' AND t.subject STARTS WITH 'Policy:' }
WITH s, collect(DISTINCT c.name) AS chains
OPTIONAL MATCH (s)-[:INPUT_OF]->(b:Segment)
WITH s, chains, count(DISTINCT b.key) AS takers
OPTIONAL MATCH (f:Firm)-[n:IN_SEGMENT]->(s) WHERE n.review = 'accepted'
RETURN s.key AS segment, s.name AS name, chains AS chains, takers AS takers, collect(DISTINCT f.name) AS firms
ORDER BY takers DESC, name, segment

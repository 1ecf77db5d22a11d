// group: gaps
// title.zh: 哪些环节只有一家企业
// title.en: Segments with one firm only
// about.zh: 只有一家已采信企业的环节（同一家的几个名称算一家），用它的环节多的在前：这一家停了会牵动谁。名录不全时别家可能只是还没有载入。
// about.en: Segments in which one accepted firm is known (its names count once), the most used first. Where no register is complete, others may only be missing from the data.
// detail segment: 环节键 | Segment key
// column name: 环节 | Segment
// detail firm: 企业键 | Firm key
// column firm_name: 企业 | Firm
// set chains: 产业链 | Chain
// set takers: 直接用它的环节 | Segments that take it
// column taker_count: 环节数 | Segments
MATCH (f:Firm)-[m:IN_SEGMENT]->(s:Segment)
WHERE m.review = 'accepted' AND m.status = 'done'
OPTIONAL MATCH (f)-[:SAME_AS]->(h:Firm)
WITH s, coalesce(h.key, f.key) AS one, coalesce(h.name, f.name) AS one_name
WITH s, count(DISTINCT one) AS firms, min(one) AS firm, min(one_name) AS firm_name
WHERE firms = 1
OPTIONAL MATCH (s)-[:IN_CHAIN]->(c:Chain)
WITH s, firm, firm_name, collect(DISTINCT c.name) AS chains
OPTIONAL MATCH (s)-[:INPUT_OF]->(t:Segment)
RETURN s.key AS segment, s.name AS name, firm AS firm, firm_name AS firm_name, chains AS chains,
       collect(DISTINCT t.name) AS takers, count(DISTINCT t.key) AS taker_count
ORDER BY taker_count DESC, name, segment

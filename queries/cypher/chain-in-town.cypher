// group: firms
// title.zh: 一条链在一个镇街有哪些企业、集群和载体，有什么荣誉
// title.en: Firms, clusters and platforms of a chain in a town, with their honours
// about.zh: 位于镇街、又在产业链上的企业、集群和载体：归入它的环节、文献说属于它所讲的产业，或已采信的原文写到它的环节。规划中的归属不算；所在地只是规划的看状态。荣誉只列已获得的。企业排在前面。
// about.en: What lies in a town and belongs to a chain: placed in a segment of it, said to be of its industry, or named with a segment in accepted words. What is only planned does not count; where the place itself is planned, the status says so. Honours are those received. Firms come first.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// parameter town: string = "" — 镇街的键、名称或别名；空为全部 | Town, by key, name or alias; empty for all
// example chain: 灯饰照明产业链
// example town: 古镇
// detail place: 次序 | Order
// detail town: 镇街键 | Town key
// column town_name: 镇街 | Town
// column chain_name: 产业链 | Chain
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column status: 所在地的状态 | Status of the place
// set segments: 环节 | Segment
// set industries: 文献所称产业 | Industry by the documents
// set honours: 荣誉 | Honour
MATCH (a)-[l:LOCATED_IN|CENTERED_ON]->(t:Town)
WHERE a.kind IN ['Firm', 'Cluster', 'Platform'] AND l.review = 'accepted'
  AND ($town = '' OR t.key = $town OR t.name = $town OR $town IN t.aliases)
WITH DISTINCT a, t, l.status AS status
MATCH (c:Chain)
WHERE $chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases
OPTIONAL MATCH (a)-[m:IN_SEGMENT]->(s:Segment)-[:IN_CHAIN]->(c)
WHERE m.review = 'accepted' AND (status <> 'done' OR m.status = 'done')
WITH a, t, status, c, collect(DISTINCT s.name) AS placed
OPTIONAL MATCH (a)-[r:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|IN_INDUSTRY|SUPPORTS|CORE_OF]->(i)<-[:ABOUT]-(c)
WHERE r.review = 'accepted' AND (status <> 'done' OR r.status = 'done')
WITH a, t, status, c, placed, collect(DISTINCT i.name) AS industries
OPTIONAL MATCH (q:Statement)-[e:MENTIONS]->(u:Segment)-[:IN_CHAIN]->(c)
WHERE q.subject = a.key AND e.review = 'accepted' AND (status <> 'done' OR e.status = 'done')
WITH a, t, status, c, placed, industries, collect(DISTINCT u.name) AS named
WHERE size(placed) > 0 OR size(industries) > 0 OR size(named) > 0
OPTIONAL MATCH (a)-[h:HONOURED_BY|HAS_LEVEL]->(p) WHERE h.review = 'accepted' AND h.status = 'done'
RETURN CASE a.kind WHEN 'Firm' THEN 1 WHEN 'Cluster' THEN 2 ELSE 3 END AS place, t.key AS town, t.name AS town_name,
       c.name AS chain_name, a.key AS thing, a.kind AS kind, a.name AS name, status AS status,
       CASE WHEN size(placed) > 0 THEN placed ELSE named END AS segments, industries AS industries,
       collect(DISTINCT p.name) AS honours
ORDER BY town_name, chain_name, place, name, town, thing, status

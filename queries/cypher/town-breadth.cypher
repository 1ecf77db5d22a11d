// group: towns
// title.zh: 各镇街在各条链上有几个环节
// title.en: Towns by the number of segments they have of a chain
// about.zh: 镇街里的企业、集群和载体，已采信地归入或写到的环节数，多的在前；一家企业几个名称只算一家；链越宽，就地配套越多。没有写到不等于没有。
// about.en: How many segments of a chain the firms, clusters and platforms of a town stand in or are named with, the most first; names of one firm count once. Not named is not absent.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// detail town: 镇街键 | Town key
// column town_name: 镇街 | Town
// detail chain: 产业链键 | Chain key
// column chain_name: 产业链 | Chain
// column breadth: 环节数 | Segments
// set segments: 环节 | Segment
// set things: 企业、集群和载体 | Firms, clusters and platforms
MATCH (x:Firm|Platform|Statement)-[m:IN_SEGMENT|MENTIONS]->(s:Segment)-[:IN_CHAIN]->(c:Chain)
WHERE m.review = 'accepted' AND m.status = 'done'
  AND ($chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases)
WITH DISTINCT CASE WHEN x.kind = 'Statement' THEN x.subject ELSE x.key END AS owner, s, c
OPTIONAL MATCH (w:Firm)-[:SAME_AS]->(v:Firm) WHERE w.key = owner
WITH DISTINCT coalesce(v.key, owner) AS one, s, c
OPTIONAL MATCH (k:Firm)-[:SAME_AS]->(h:Firm) WHERE h.key = one
WITH one, s, c, h.name AS head, collect(k.key) + [one] AS names
UNWIND names AS owner
MATCH (a)-[l:LOCATED_IN|CENTERED_ON]->(t:Town)
WHERE a.key = owner AND l.review = 'accepted' AND l.status = 'done'
RETURN t.key AS town, t.name AS town_name, c.key AS chain, c.name AS chain_name, count(DISTINCT s.key) AS breadth,
       collect(DISTINCT s.name) AS segments, collect(DISTINCT coalesce(head, a.name)) AS things
ORDER BY breadth DESC, town_name, chain_name, town, chain

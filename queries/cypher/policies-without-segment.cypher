// group: policies
// title.zh: 哪些政策没有落到任何环节
// title.en: Policies that touch no segment
// about.zh: 不针对任何环节、也不针对任何产业链所讲产业的政策，和它实际针对的对象：兑现之前要先想清楚落到谁。往来函件不算。
// about.en: Policies that target neither a segment nor the industry of a chain, with what they do target. Proposals and replies are left out.
// detail policy: 政策键 | Policy key
// column name: 政策 | Policy
// column number: 文号 | Number
// column issued: 日期 | Date
// set objects: 针对 | Targets
// set acts: 谁在落实 | Carried out by
// set stages: 落实的状态 | Status
MATCH (p:Policy)
WHERE NOT EXISTS { MATCH (p)-[:REPLIES_TO]-(w:Policy) }
  AND NOT EXISTS { MATCH (p)-[e:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(s:Segment) WHERE e.review = 'accepted' }
  AND NOT EXISTS { MATCH (p)-[g:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(d)<-[:ABOUT]-(c:Chain) WHERE g.review = 'accepted' }
OPTIONAL MATCH (p)-[h:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(o) WHERE h.review = 'accepted'
WITH p, collect(DISTINCT o.name) AS objects
OPTIONAL MATCH (r)-[m:IMPLEMENTS]->(p) WHERE m.review = 'accepted'
RETURN p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued, objects AS objects,
       collect(DISTINCT r.name) AS acts, collect(DISTINCT m.status) AS stages
ORDER BY name, policy

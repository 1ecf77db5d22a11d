// group: chains
// title.zh: 有哪些产业链，各有多少环节、企业和政策
// title.en: Chains with their segments, firms and policies counted
// about.zh: 每条产业链模板的环节数、其中有已采信企业的环节数、企业数、链主和龙头企业，以及针对它所讲产业的政策数。没有企业不等于缺链。
// about.en: Segments of each chain template, how many have an accepted firm, the firms, the leaders, and the policies for its industry. No firm is not a gap.
// detail chain: 产业链键 | Chain key
// column name: 产业链 | Chain
// column segments: 环节数 | Segments
// column filled: 有企业的环节数 | Segments with a firm
// column firms: 企业数 | Firms
// set leaders: 链主和龙头企业 | Leaders
// column policies: 政策数 | Policies
// column version: 版本 | Version
// column author: 作者 | Author
MATCH (c:Chain)
OPTIONAL MATCH (s:Segment)-[:IN_CHAIN]->(c)
OPTIONAL MATCH (f:Firm)-[m:IN_SEGMENT]->(s) WHERE m.review = 'accepted' AND m.status = 'done'
OPTIONAL MATCH (f)-[:SAME_AS]->(h:Firm)
WITH c, count(DISTINCT s.key) AS segments, count(DISTINCT coalesce(h.key, f.key)) AS firms,
     count(DISTINCT CASE WHEN f.key IS NOT NULL THEN s.key END) AS filled
OPTIONAL MATCH (c)-[:ABOUT]->(i)<-[e:TARGETS|SUPPORTS|FOCUSES_ON|PROMOTES|COVERS]-(p:Policy)
WHERE e.review = 'accepted' AND NOT EXISTS { MATCH (p)-[:REPLIES_TO]-(w:Policy) }
WITH c, segments, firms, filled, count(DISTINCT p.key) AS policies
OPTIONAL MATCH (c)-[:ABOUT]->(d)<-[a:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF]-(g:Firm)-[r:HAS_ROLE]->(o:Role)
WHERE a.review = 'accepted' AND r.review = 'accepted' AND r.status = 'done' AND (o.name CONTAINS '链主' OR o.name CONTAINS '龙头')
OPTIONAL MATCH (g)-[:SAME_AS]->(k:Firm)
RETURN c.key AS chain, c.name AS name, segments AS segments, filled AS filled, firms AS firms,
       collect(DISTINCT coalesce(k.name, g.name)) AS leaders, policies AS policies, c.version AS version, c.author AS author
ORDER BY name, chain

// group: chains
// title.zh: 链主和龙头企业用哪些环节，哪些环节用它的东西
// title.en: What chain leaders depend on, and what depends on them
// about.zh: 链主、龙头企业归入的环节，它的直接投入环节（要配套的）和直接用它的环节（受它带动的）。归不进环节的企业也列出，环节栏空着；一家企业几个名称合在一起。
// about.en: The segments of chain leaders, their direct inputs and the segments that take them. Leaders without a segment are listed with an empty one; names of one firm are taken together.
// parameter roles: strings = ["链主", "龙头"] — 角色名里要有的词，有一个即可 | Words of which the role has one
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// set roles: 角色 | Roles
// detail segment: 环节键 | Segment key
// column segment_name: 环节 | Segment
// column review: 归入的审核 | Review of the placing
// set chains: 产业链 | Chain
// set inputs: 它用的环节 | Its inputs
// set takers: 用它的环节 | Segments that take it
MATCH (f:Firm)-[e:CHAIN_LEADER_OF|HAS_ROLE]->(o)
WHERE e.review = 'accepted' AND (e.kind = 'CHAIN_LEADER_OF' OR any(word IN $roles WHERE word <> '' AND o.name CONTAINS word))
OPTIONAL MATCH (f)-[:SAME_AS]->(v:Firm)
WITH coalesce(v.key, f.key) AS firm, coalesce(v.name, f.name) AS name,
     collect(DISTINCT CASE WHEN e.kind = 'HAS_ROLE' THEN o.name END) AS roles
OPTIONAL MATCH (k:Firm)-[:SAME_AS]->(h:Firm) WHERE h.key = firm
WITH firm, name, roles, collect(k.key) + [firm] AS names
OPTIONAL MATCH (g:Firm)-[m:IN_SEGMENT]->(s:Segment) WHERE g.key IN names
// Of the reviews of one segment the best: accepted, candidate, rejected.
WITH firm, name, roles, s, min(m.review) AS review
OPTIONAL MATCH (s)-[:IN_CHAIN]->(c:Chain)
WITH firm, name, roles, review, s, collect(DISTINCT c.name) AS chains
OPTIONAL MATCH (a:Segment)-[:INPUT_OF]->(s)
WITH firm, name, roles, review, s, chains, collect(DISTINCT a.name) AS inputs
OPTIONAL MATCH (s)-[:INPUT_OF]->(b:Segment)
RETURN firm AS firm, name AS name, roles AS roles, s.key AS segment, s.name AS segment_name, review AS review,
       chains AS chains, inputs AS inputs, collect(DISTINCT b.name) AS takers
ORDER BY name, segment_name, firm, segment

// group: firms
// title.zh: 哪些企业还归不进任何环节
// title.en: Firms not yet placed in a segment
// about.zh: 图里有、但没有已采信地归入任何环节的企业，和文献说它做的产业、产品、荣誉和候选环节：核一家，缺口分析就多一个依据。
// about.en: Firms without an accepted segment, with the industries, products and honours the documents give them and the candidate segments.
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// set industries: 文献所称产业 | Industry by the documents
// set products: 产品 | Product
// set honours: 荣誉 | Honours
// set candidates: 候选环节 | Candidate segments
MATCH (f:Firm)
WHERE NOT EXISTS { MATCH (f)-[m:IN_SEGMENT]->(s:Segment) WHERE m.review = 'accepted' }
OPTIONAL MATCH (f)-[a:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|IN_INDUSTRY|ADOPTS]->(i) WHERE a.review = 'accepted'
WITH f, collect(DISTINCT i.name) AS industries
OPTIONAL MATCH (f)-[b:PRODUCES|DEVELOPED|HAS_PRODUCT|HAS_TECHNOLOGY]->(p) WHERE b.review = 'accepted'
WITH f, industries, collect(DISTINCT p.name) AS products
OPTIONAL MATCH (f)-[h:HONOURED_BY]->(o) WHERE h.review = 'accepted' AND h.status = 'done'
WITH f, industries, products, collect(DISTINCT o.name) AS honours
OPTIONAL MATCH (f)-[:IN_SEGMENT]->(u:Segment)
RETURN f.key AS firm, f.name AS name, industries AS industries, products AS products, honours AS honours,
       collect(DISTINCT u.name) AS candidates
ORDER BY name, firm

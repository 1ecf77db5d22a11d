// group: firms
// title.zh: 哪些企业生产一个环节的产品，不论在哪里
// title.en: Firms that make a product of a segment, wherever they are
// about.zh: 产品按规则归入环节（产品用词、环节别名、词尾相符），企业生产这个产品。不问所在地，都是线索，不算本地企业。一条依据一行。
// about.en: Products stand in the segment by a rule (product term, alias, ending) and the firm makes them. Wherever the firm is: leads, never local firms. One row for each statement.
// parameter segment: string = "" — 环节的键、名称或别名；空为全部 | Segment, by key, name or alias; empty for all
// example segment: eVTOL整机
// detail segment: 环节键 | Segment key
// column segment_name: 环节 | Segment
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// detail product: 产品键 | Product key
// column product_name: 产品 | Product
// column rule: 规则 | Rule
// column term: 命中词 | Term
// column link_review: 产品归属 | Review of the link
// column status: 状态 | Status
// column review: 审核 | Review
// column statement: 依据 | Evidence
// column document: 文献 | Document
// column section: 章节 | Section
// column quote: 原文 | Words
MATCH (s:Segment)<-[o:OF_SEGMENT]-(p:Product)<-[e:PRODUCES]-(f:Firm)
WHERE $segment = '' OR s.key = $segment OR s.name = $segment OR $segment IN s.aliases
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN s.key AS segment, s.name AS segment_name, f.key AS firm, f.name AS name, p.key AS product, p.name AS product_name,
       o.rule AS rule, o.term AS term, o.review AS link_review, e.status AS status, e.review AS review,
       key AS statement, t.document AS document, t.section AS section, t.quote AS quote
ORDER BY segment, firm, product, statement

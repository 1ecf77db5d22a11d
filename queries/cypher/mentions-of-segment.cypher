// group: gaps
// title.zh: 哪些原文写到一个环节
// title.en: Statements whose words name a segment
// about.zh: 原文里有环节的名称、别名或产品名的陈述。写到不等于有企业。
// about.en: Statements whose words hold the name, an alias or a product of a segment. Being named is not having a firm.
// parameter segment: string = "" — 环节的键、名称或别名；空为全部 | Segment, by key, name or alias; empty for all
// example segment: 厨房小家电
// detail segment: 环节键 | Segment key
// column segment_name: 环节 | Segment
// column term: 命中词 | Term
// column review: 归入的审核 | Review of the placing
// detail subject: 主体键 | Subject key
// column predicate: 关系 | Relation
// detail object: 对象键 | Object key
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
// column said_status: 陈述状态 | Status of the statement
// column said_review: 陈述审核 | Review of the statement
MATCH (t:Statement)-[e:MENTIONS]->(s:Segment)
WHERE $segment = '' OR s.key = $segment OR s.name = $segment OR $segment IN s.aliases
RETURN s.key AS segment, s.name AS segment_name, e.term AS term, e.review AS review,
       t.subject AS subject, t.predicate AS predicate, t.object AS object, t.key AS statement, t.document AS document, t.section AS section,
       t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote, t.status AS said_status, t.review AS said_review
ORDER BY segment, document, start_offset, statement

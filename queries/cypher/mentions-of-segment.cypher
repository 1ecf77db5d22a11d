// title.zh: 哪些原文写到一个环节
// title.en: Statements whose words name a segment
// about.zh: 原文里有环节的名称、别名或产品名的陈述。写到不等于有企业。
// parameter segment: string = "" — 环节的键、名称或别名；空为全部
// column segment: 环节键
// column segment_name: 环节
// column term: 命中词
// column review: 归入的审核
// column subject: 主体键
// column predicate: 关系
// column statement: 陈述键
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column quote: 原文
// column said_status: 陈述状态
// column said_review: 陈述审核
MATCH (t:Statement)-[e:MENTIONS]->(s:Segment)
WHERE $segment = '' OR s.key = $segment OR s.name = $segment OR $segment IN s.aliases
RETURN s.key AS segment, s.name AS segment_name, e.term AS term, e.review AS review, t.subject AS subject, t.predicate AS predicate,
       t.key AS statement, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.quote AS quote, t.status AS said_status, t.review AS said_review
ORDER BY segment, document, start_offset, statement

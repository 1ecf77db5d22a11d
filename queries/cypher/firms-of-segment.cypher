// group: firms
// title.zh: 一个环节里有哪些企业，凭什么
// title.en: Firms of a segment, by which rule and words
// about.zh: 归入环节的企业和载体：规则、命中词、状态、审核和原文。一条依据一行；候选也列出，但不计数。
// about.en: Firms and platforms placed in a segment: rule, term, status, review and words. One row for each statement; candidates are listed and not counted.
// parameter segment: string = "" — 环节的键、名称或别名；空为全部 | Segment, by key, name or alias; empty for all
// example segment: eVTOL整机
// detail segment: 环节键 | Segment key
// column segment_name: 环节 | Segment
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// column rule: 规则 | Rule
// column term: 命中词 | Term
// column share: 份额 | Share
// column status: 状态 | Status
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
// column said_status: 陈述状态 | Status of the statement
// column said_review: 陈述审核 | Review of the statement
MATCH (f)-[e:IN_SEGMENT]->(s:Segment)
WHERE $segment = '' OR s.key = $segment OR s.name = $segment OR $segment IN s.aliases
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN s.key AS segment, s.name AS segment_name, f.key AS firm, f.name AS name, e.rule AS rule, e.term AS term,
       e.share AS share, e.status AS status, e.review AS review, key AS statement, t.document AS document,
       t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote,
       t.status AS said_status, t.review AS said_review
ORDER BY segment, firm, start_offset, statement

// group: evidence
// title.zh: 一份文献的一节说了什么
// title.en: Statements of a section of a document
// about.zh: 一份文献的陈述，按原文次序；章节写前几个字即可，如 一（一）。
// about.en: Statements of a document in the order of its text; the first characters of a section will do.
// parameter document: string — 文献，如 letter-2025-112 | Document, such as letter-2025-112
// parameter section: string = "" — 章节的开头；空为全文 | Start of the section; empty for all
// example document: letter-2025-112
// example section: 一（二）
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column subject: 主语 | Subject
// column predicate: 关系 | Relation
// column object: 宾语 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (t:Statement)
WHERE t.document = $document AND ($section = '' OR t.section STARTS WITH $section)
RETURN t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset, t.subject_name AS subject,
       t.predicate AS predicate, t.object_name AS object, t.status AS status, t.review AS review,
       t.quote AS quote, t.key AS statement
ORDER BY start_offset, end_offset, statement

// title.zh: 一份文献的一节说了什么
// title.en: Statements of a section of a document
// about.zh: 一份文献的陈述，按原文次序；章节写前几个字即可，如 一（一）。
// parameter document: string — 文献，如 letter-2025-112
// parameter section: string = "" — 章节的开头；空为全文
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column subject: 主语
// column predicate: 关系
// column object: 宾语
// column status: 状态
// column review: 审核
// column quote: 原文
// column statement: 陈述键
MATCH (t:Statement)
WHERE t.document = $document AND ($section = '' OR t.section STARTS WITH $section)
RETURN t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset, t.subject_name AS subject,
       t.predicate AS predicate, t.object_name AS object, t.status AS status, t.review AS review,
       t.quote AS quote, t.key AS statement
ORDER BY start_offset, end_offset, statement

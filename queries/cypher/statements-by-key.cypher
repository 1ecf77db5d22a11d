// group: internal
// title.zh: 这些陈述的原文是什么
// title.en: Statements by key
// about.zh: 按键取陈述：原文、位置、章节、状态、审核。
// about.en: Statements by key: words, place, section, status, review.
// parameter keys: strings — 陈述的键，用逗号分开 | Keys of statements, with commas between
// example keys: letter-2025-112#2123-2139/4074033371
// column statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// column start_offset: 起 | Start
// column end_offset: 止 | End
// column subject: 主语 | Subject
// column predicate: 关系 | Relation
// column object: 宾语 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// column quote: 原文 | Words
UNWIND $keys AS key
MATCH (t:Statement {key: key})
RETURN t.key AS statement, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.subject_name AS subject, t.predicate AS predicate, t.object_name AS object,
       t.status AS status, t.review AS review, t.quote AS quote
ORDER BY document, start_offset, statement

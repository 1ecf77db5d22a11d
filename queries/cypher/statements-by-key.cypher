// title.zh: 这些陈述的原文是什么
// title.en: Statements by key
// about.zh: 按键取陈述：原文、位置、章节、状态、审核。
// parameter keys: strings — 陈述的键，用逗号分开
// column statement: 陈述键
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column subject: 主语
// column predicate: 关系
// column object: 宾语
// column status: 状态
// column review: 审核
// column quote: 原文
UNWIND $keys AS key
MATCH (t:Statement {key: key})
RETURN t.key AS statement, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.subject_name AS subject, t.predicate AS predicate, t.object_name AS object,
       t.status AS status, t.review AS review, t.quote AS quote
ORDER BY document, start_offset, statement

// group: gaps
// title.zh: 文件自己说了哪些短板，采纳或提出了哪些建议
// title.en: Gaps and recommendations that documents state
// about.zh: 文献用文字说出的不足、提出和采纳的建议，连同原文。这是文献的话，不是本系统算出的缺链。
// about.en: Shortfalls that documents state in words, recommendations they make and adopt, with the words. These are the words of documents, not gaps found by this program.
// column relation: 关系 | Relation
// column policy: 文件 | Paper
// column what: 内容 | What
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (p:Policy)-[e:IDENTIFIES_GAP|ADOPTS_RECOMMENDATION|PROPOSES]->(g)
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN e.kind AS relation, p.name AS policy, g.name AS what, e.status AS status, e.review AS review,
       t.document AS document, t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset,
       t.quote AS quote, key AS statement
ORDER BY relation, start_offset, statement, policy, what

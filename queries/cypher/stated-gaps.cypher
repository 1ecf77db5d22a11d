// title.zh: 文件自己说了哪些短板，采纳或提出了哪些建议
// title.en: Gaps and recommendations that documents state
// about.zh: 文献用文字说出的不足、提出和采纳的建议，连同原文。这是文献的话，不是本系统算出的缺链。
// column relation: 关系
// column policy: 文件
// column what: 内容
// column status: 状态
// column review: 审核
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column quote: 原文
// column statement: 陈述键
MATCH (p:Policy)-[e:IDENTIFIES_GAP|ADOPTS_RECOMMENDATION|PROPOSES]->(g)
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN e.kind AS relation, p.name AS policy, g.name AS what, e.status AS status, e.review AS review,
       t.document AS document, t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset,
       t.quote AS quote, key AS statement
ORDER BY relation, start_offset, statement

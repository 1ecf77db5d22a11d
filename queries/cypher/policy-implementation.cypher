// group: policies
// title.zh: 出台、落实了哪些政策和计划，到哪一步
// title.en: Policies and schemes issued or carried out, and how far they are
// about.zh: 地区、部门、平台制定、印发、修订、落实的政策和计划，状态和原文。规划中的不算出台。
// about.en: Policies and schemes that regions, offices and platforms issue or carry out, with status and words. A planned one is not issued.
// parameter status: status = "" — done 已实施、planned 规划等；空为全部 | done, planned and so on; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example status: 规划
// detail policy: 政策键 | Policy key
// column kind: 类型 | Kind
// column name: 政策或计划 | Policy or scheme
// column actor: 谁 | Who
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// column section: 章节 | Section
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (r)-[e:IMPLEMENTS]->(p)
WHERE ($status = '' OR e.status = $status) AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN p.key AS policy, p.kind AS kind, p.name AS name, r.name AS actor, e.status AS status, e.review AS review,
       t.document AS document, t.section AS section, said AS statement, t.quote AS quote
ORDER BY kind, name, actor, statement, policy

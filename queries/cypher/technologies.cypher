// group: firms
// title.zh: 谁有什么技术，用在哪里
// title.en: Technologies, who has them and where they are used
// about.zh: 企业、载体、产业拥有、采用或研发的技术，以及文献说这项技术用在的环节、产业和场景，连同原文。
// about.en: Technologies that firms, platforms and industries have, use or developed, and the segments and fields they serve, with the words.
// parameter text: string = "" — 技术或拥有者名称里的文字；空为全部 | Text in the name of technology or holder; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// detail technology: 技术键 | Technology key
// column name: 技术 | Technology
// column relation: 关系 | Relation
// detail holder: 拥有者键 | Holder key
// column holder_kind: 拥有者类型 | Kind of holder
// column holder_name: 拥有者 | Holder
// set uses: 用在哪里 | Used in
// column status: 状态 | Status
// column review: 审核 | Review
// set quotes: 原文 | Words
MATCH (h)-[e:HAS_TECHNOLOGY|USES|DEVELOPED]->(x:Technology)
WHERE ($text = '' OR x.name CONTAINS $text OR h.name CONTAINS $text) AND (e.review = 'accepted' OR $review = 'all')
OPTIONAL MATCH (x)-[w:TECHNOLOGY_OF|APPLIED_IN]->(u) WHERE w.review = 'accepted'
WITH h, e, x, collect(DISTINCT u.name) AS uses
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN x.key AS technology, x.name AS name, e.kind AS relation, h.key AS holder, h.kind AS holder_kind,
       h.name AS holder_name, uses AS uses, e.status AS status, e.review AS review, collect(DISTINCT t.quote) AS quotes
ORDER BY name, relation, holder_name, technology, holder

// group: chains
// title.zh: 哪些产业正往哪里拓展
// title.en: Where industries are expanding to
// about.zh: 文献说产业、集群、企业要拓展到的产业、环节和主题，连同原文：招商可以对着问。多是规划，看状态。
// about.en: What industries, clusters and firms expand into by the documents, with their words. Mostly plans: see the status.
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// detail thing: 主体键 | Subject key
// column name: 主体 | Subject
// detail target: 方向键 | Direction key
// column target_kind: 方向类型 | Kind of direction
// column target_name: 方向 | Direction
// column status: 状态 | Status
// column review: 审核 | Review
// set quotes: 原文 | Words
MATCH (a)-[e:EXPANDS_INTO]->(b)
WHERE e.review = 'accepted' OR $review = 'all'
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN a.key AS thing, a.name AS name, b.key AS target, b.kind AS target_kind, b.name AS target_name,
       e.status AS status, e.review AS review, collect(DISTINCT t.quote) AS quotes
ORDER BY name, target_name, thing, target

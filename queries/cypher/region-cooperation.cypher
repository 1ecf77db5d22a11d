// group: towns
// title.zh: 和哪些地区有合作，合作什么
// title.en: Cooperation between regions
// about.zh: 地区之间、产业之间的合作，涉及多地的平台和集群，来自或投向某地的企业。
// about.en: Cooperation of regions and industries, platforms and clusters of several regions, firms from or to a region, with the words.
// parameter region: string = "" — 地区的键、名称或别名；空为全部 | Region, by key, name or alias; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example region: 深圳
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column relation: 关系 | Relation
// detail other: 对方键 | Other key
// column other_name: 对方 | Other
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (a)-[e:COOPERATES_WITH|INVOLVES_REGION|ORIGINATES_FROM|INVESTS_IN]->(b)
WHERE (e.review = 'accepted' OR $review = 'all')
  AND ($region = '' OR a.key = $region OR b.key = $region OR a.name = $region OR b.name = $region
       OR $region IN a.aliases OR $region IN b.aliases)
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN a.key AS thing, a.kind AS kind, a.name AS name, e.kind AS relation, b.key AS other, b.name AS other_name,
       e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY relation, name, other_name, thing, other

// title.zh: 和哪些地区有合作，合作什么
// title.en: Cooperation between regions
// about.zh: 地区之间、产业之间的合作，涉及多地的平台和集群，来自或投向某地的企业。
// parameter region: string = "" — 地区的键、名称或别名；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column thing: 键
// column kind: 类型
// column name: 名称
// column relation: 关系
// column other: 对方键
// column other_name: 对方
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (a)-[e:COOPERATES_WITH|INVOLVES_REGION|ORIGINATES_FROM|INVESTS_IN]->(b)
WHERE (e.review = 'accepted' OR $review = 'all')
  AND ($region = '' OR a.key = $region OR b.key = $region OR a.name = $region OR b.name = $region
       OR $region IN a.aliases OR $region IN b.aliases)
RETURN a.key AS thing, a.kind AS kind, a.name AS name, e.kind AS relation, b.key AS other, b.name AS other_name,
       e.status AS status, e.review AS review, e.statements AS statements
ORDER BY relation, name, other_name

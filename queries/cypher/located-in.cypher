// title.zh: 什么在什么地方
// title.en: What lies where
// about.zh: 企业、载体、集群、镇街和地区的所在地。
// parameter place: string = "" — 镇街或地区的键、名称或别名；空为全部
// parameter kinds: strings = ["Firm", "Platform", "Cluster", "Town", "Region"] — 要列的类型
// column thing: 键
// column kind: 类型
// column name: 名称
// column place: 所在地键
// column place_name: 所在地
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (a)-[e:LOCATED_IN]->(b)
WHERE a.kind IN $kinds AND ($place = '' OR b.key = $place OR b.name = $place OR $place IN b.aliases)
RETURN a.key AS thing, a.kind AS kind, a.name AS name, b.key AS place, b.name AS place_name, e.status AS status,
       e.review AS review, e.statements AS statements
ORDER BY kind, name, place

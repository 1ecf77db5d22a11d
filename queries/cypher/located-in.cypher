// group: towns
// title.zh: 什么在什么地方
// title.en: What lies where
// about.zh: 企业、载体、集群、镇街和地区的所在地。
// about.en: Where firms, platforms, clusters, towns and regions lie.
// parameter place: string = "" — 镇街或地区的键、名称或别名；空为全部 | Town or region, by key, name or alias; empty for all
// parameter kinds: kinds = ["Firm", "Platform", "Cluster", "Town", "Region"] — 要列的类型 | Kinds to list
// example place: 火炬区
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// detail place: 所在地键 | Place key
// column place_name: 所在地 | Place
// column status: 状态 | Status
// column review: 审核 | Review
// column statements: 依据 | Evidence
MATCH (a)-[e:LOCATED_IN]->(b)
WHERE a.kind IN $kinds AND ($place = '' OR b.key = $place OR b.name = $place OR $place IN b.aliases)
RETURN a.key AS thing, a.kind AS kind, a.name AS name, b.key AS place, b.name AS place_name, e.status AS status,
       e.review AS review, e.statements AS statements
ORDER BY kind, name, place, thing

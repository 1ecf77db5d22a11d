// group: firms
// title.zh: 谁获得什么荣誉，入选什么名单
// title.en: Honours, lists and levels
// about.zh: 企业、集群、产品、地区的荣誉、名单和能级；申报的另有状态，不算获得。
// about.en: Honours, lists and levels of firms, clusters, products and regions; what is applied for has a status of its own and is not received.
// parameter kind: kind = "" — 获得者的类型，如 Firm 企业、Cluster 集群；空为全部 | Kind of the holder, such as Firm or Cluster; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example kind: 企业
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column relation: 关系 | Relation
// detail honour: 荣誉键 | Honour key
// column honour_name: 荣誉 | Honour
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (a)-[e:HONOURED_BY|HAS_LEVEL|APPLIES_FOR]->(p:Program)
WHERE ($kind = '' OR a.kind = $kind) AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN a.key AS thing, a.kind AS kind, a.name AS name, e.kind AS relation, p.key AS honour, p.name AS honour_name,
       e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY kind, name, relation, honour_name, thing, honour

// title.zh: 谁获得什么荣誉，入选什么名单
// title.en: Honours, lists and levels
// about.zh: 企业、集群、产品、地区的荣誉、名单和能级；申报的另有状态，不算获得。
// parameter kind: string = "" — 获得者的类型，如 Firm 企业、Cluster 集群；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column thing: 键
// column kind: 类型
// column name: 名称
// column relation: 关系
// column honour: 荣誉键
// column honour_name: 荣誉
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (a)-[e:HONOURED_BY|HAS_LEVEL|APPLIES_FOR]->(p:Program)
WHERE ($kind = '' OR a.kind = $kind) AND (e.review = 'accepted' OR $review = 'all')
RETURN a.key AS thing, a.kind AS kind, a.name AS name, e.kind AS relation, p.key AS honour, p.name AS honour_name,
       e.status AS status, e.review AS review, e.statements AS statements
ORDER BY kind, name, relation, honour_name

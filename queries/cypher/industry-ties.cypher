// group: internal
// title.zh: 产业链和集群讲的是哪个产业
// title.en: What industry chains and clusters are about
// about.zh: 产业链模板讲的产业、集群所属的产业，连同审核状态。
// about.en: The industry that a chain template is about or that a cluster belongs to, with its review.
// detail thing: 键 | Key
// column name: 名称 | Name
// column relation: 关系 | Relation
// detail industry: 产业键 | Industry key
// column industry_name: 产业 | Industry
// column review: 审核 | Review
// column status: 状态 | Status
MATCH (a:Chain|Cluster)-[e:ABOUT|IN_INDUSTRY]->(i:Industry|Segment)
RETURN a.key AS thing, a.name AS name, e.kind AS relation, i.key AS industry, i.name AS industry_name,
       e.review AS review, e.status AS status
ORDER BY thing, relation, industry

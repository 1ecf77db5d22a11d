// title.zh: 引进了哪些企业和项目，拟引进哪些
// title.en: Firms and projects introduced or to be introduced
// about.zh: 地区、镇街、平台引进的企业、平台、项目；拟引进和签约的看状态，不算已有。
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column introducer: 引进方
// column relation: 关系
// column thing: 键
// column kind: 类型
// column name: 名称
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (r)-[e:INTRODUCED|PLANS_TO_INTRODUCE]->(a)
WHERE e.review = 'accepted' OR $review = 'all'
RETURN r.name AS introducer, e.kind AS relation, a.key AS thing, a.kind AS kind, a.name AS name, e.status AS status,
       e.review AS review, e.statements AS statements
ORDER BY relation, name

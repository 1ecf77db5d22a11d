// group: firms
// title.zh: 引进了哪些企业和项目，拟引进哪些
// title.en: Firms and projects introduced or to be introduced
// about.zh: 地区、镇街、平台引进的企业、平台、项目；拟引进和签约的看状态，不算已有。
// about.en: Firms, platforms and projects that regions, towns and platforms introduced, with where they come from and the words; what is planned or signed is not there yet: see the status.
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// column introducer: 引进方 | Introduced by
// column relation: 关系 | Relation
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column status: 状态 | Status
// column review: 审核 | Review
// column statements: 依据 | Evidence
MATCH (r)-[e:INTRODUCED|PLANS_TO_INTRODUCE]->(a)
WHERE e.review = 'accepted' OR $review = 'all'
RETURN r.name AS introducer, e.kind AS relation, a.key AS thing, a.kind AS kind, a.name AS name, e.status AS status,
       e.review AS review, e.statements AS statements
ORDER BY relation, name

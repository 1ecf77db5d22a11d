// group: firms
// title.zh: 引进了哪些企业和项目，从哪里来，拟引进哪些
// title.en: Firms and projects introduced or to be introduced, and where they come from
// about.zh: 地区、镇街、平台引进的企业、平台、项目，和文献说它来自的地区或源自的单位，连同原文；拟引进和签约的看状态，不算已有。
// about.en: Firms, platforms and projects that regions, towns and platforms introduced, with where they come from and the words; what is planned or signed is not there yet: see the status.
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// column introducer: 引进方 | Introduced by
// column relation: 关系 | Relation
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// set origins: 来自 | From
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (r)-[e:INTRODUCED|PLANS_TO_INTRODUCE]->(a)
WHERE e.review = 'accepted' OR $review = 'all'
OPTIONAL MATCH (a)-[w:ORIGINATES_FROM|SPUN_OFF_FROM]->(o) WHERE w.review = 'accepted'
WITH r, e, a, collect(DISTINCT o.name) AS origins
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN r.name AS introducer, e.kind AS relation, a.key AS thing, a.kind AS kind, a.name AS name, origins AS origins,
       e.status AS status, e.review AS review, e.statements AS statements, collect(DISTINCT q.quote) AS quotes
ORDER BY relation, name, introducer, thing

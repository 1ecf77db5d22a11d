// group: internal
// title.zh: 各种关系有多少
// title.en: Edges by kind and review
// about.zh: 每一种关系的条数，已采信和候选分开。
// about.en: Number of edges of each kind, accepted and candidate apart.
// column relation: 关系 | Relation
// column review: 审核 | Review
// column number: 条数 | Number
MATCH ()-[e]->()
RETURN e.kind AS relation, e.review AS review, count(*) AS number
ORDER BY number DESC, relation, review

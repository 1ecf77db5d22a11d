// title.zh: 各种关系有多少
// title.en: Edges by kind and review
// about.zh: 每一种关系的条数，已采信和候选分开。
// column relation: 关系
// column review: 审核
// column number: 条数
MATCH ()-[e]->()
RETURN e.kind AS relation, e.review AS review, count(*) AS number
ORDER BY number DESC, relation, review

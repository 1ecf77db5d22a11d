// title.zh: 有哪些产品，谁做的
// title.en: Products and who makes or develops them
// about.zh: 产品和生产、研发、拥有它的企业、平台、产业、地区。
// parameter text: string = "" — 产品或生产者名称里的文字；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column product: 产品键
// column name: 产品
// column relation: 关系
// column maker: 生产者键
// column maker_kind: 生产者类型
// column maker_name: 生产者
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (m)-[e:PRODUCES|DEVELOPED|HAS_PRODUCT]->(p:Product)
WHERE ($text = '' OR p.name CONTAINS $text OR m.name CONTAINS $text) AND (e.review = 'accepted' OR $review = 'all')
RETURN p.key AS product, p.name AS name, e.kind AS relation, m.key AS maker, m.kind AS maker_kind,
       m.name AS maker_name, e.status AS status, e.review AS review, e.statements AS statements
ORDER BY name, relation, maker_name

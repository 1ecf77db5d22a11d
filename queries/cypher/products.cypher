// group: firms
// title.zh: 有哪些产品，谁做的
// title.en: Products and who makes or develops them
// about.zh: 产品和生产、研发、拥有它的企业、平台、产业、地区。
// about.en: Products and the firms, platforms, industries and regions that make, develop or have them, with the words.
// parameter text: string = "" — 产品或生产者名称里的文字；空为全部 | Text in the name of product or maker; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// detail product: 产品键 | Product key
// column name: 产品 | Product
// column relation: 关系 | Relation
// detail maker: 生产者键 | Maker key
// column maker_kind: 生产者类型 | Maker kind
// column maker_name: 生产者 | Maker
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (m)-[e:PRODUCES|DEVELOPED|HAS_PRODUCT]->(p:Product)
WHERE ($text = '' OR p.name CONTAINS $text OR m.name CONTAINS $text) AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN p.key AS product, p.name AS name, e.kind AS relation, m.key AS maker, m.kind AS maker_kind,
       m.name AS maker_name, e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY name, relation, maker_name, product, maker

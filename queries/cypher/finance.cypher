// group: policies
// title.zh: 有哪些金融产品，支持谁
// title.en: Financial products and whom they support
// about.zh: 贷款、保险等金融产品，支持的企业类型、主题和场景，连同原文。
// about.en: Loans, insurance and other financial products, the firms, topics and fields they support, with the words.
// detail product: 金融产品键 | Product key
// column name: 金融产品 | Financial product
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_name: 对象 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (p:FinancialProduct)-[e]->(o)
WHERE e.kind <> 'HAS_STATISTIC'
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN p.key AS product, p.name AS name, e.kind AS relation, o.key AS object, o.name AS object_name,
       e.status AS status, e.review AS review, t.quote AS quote, key AS statement
ORDER BY name, relation, object_name, statement, product, object

// title.zh: 有哪些平台载体，支持什么
// title.en: Platforms and what they support
// about.zh: 平台载体支撑、核心、承载、试行、申报、研发的对象。
// parameter platform: string = "" — 平台的键、名称或别名；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column platform: 平台键
// column name: 平台
// column relation: 关系
// column object: 对象键
// column object_kind: 对象类型
// column object_name: 对象
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (p:Platform)-[e:SUPPORTS|CORE_OF|HOSTS|PILOTS|APPLIES_FOR|DEVELOPED|IN_INDUSTRY|PROMOTES|COVERS]->(o)
WHERE ($platform = '' OR p.key = $platform OR p.name = $platform OR $platform IN p.aliases)
  AND (e.review = 'accepted' OR $review = 'all')
RETURN p.key AS platform, p.name AS name, e.kind AS relation, o.key AS object, o.kind AS object_kind,
       o.name AS object_name, e.status AS status, e.review AS review, e.statements AS statements
ORDER BY name, relation, object_name

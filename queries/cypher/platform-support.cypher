// group: platforms
// title.zh: 有哪些平台载体，支持什么
// title.en: Platforms and what they support
// about.zh: 平台载体支撑、核心、承载、试行、申报、研发的对象。
// about.en: What platforms support, are the core of, host, pilot, apply for or developed, with the words.
// parameter platform: string = "" — 平台的键、名称或别名；空为全部 | Platform, by key, name or alias; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example platform: 中山先进低温技术研究院
// detail platform: 平台键 | Platform key
// column name: 平台 | Platform
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_kind: 对象类型 | Object kind
// column object_name: 对象 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (p:Platform)-[e:SUPPORTS|CORE_OF|HOSTS|PILOTS|APPLIES_FOR|DEVELOPED|IN_INDUSTRY|PROMOTES|COVERS]->(o)
WHERE ($platform = '' OR p.key = $platform OR p.name = $platform OR $platform IN p.aliases)
  AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN p.key AS platform, p.name AS name, e.kind AS relation, o.key AS object, o.kind AS object_kind,
       o.name AS object_name, e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY name, relation, object_name, platform, object

// group: policies
// title.zh: 有哪些政策，针对什么
// title.en: Policies and what they target
// about.zh: 政策文件针对、涵盖的产业、主题、地区，连同状态。有效期没有核，用前要核。
// about.en: What policies target and cover, with status and words. Validity is not checked: check before use.
// parameter text: string = "" — 政策名称或对象名称里的文字；空为全部 | Text in the name of the policy or its object; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example text: 人工智能
// detail policy: 政策键 | Policy key
// column name: 政策 | Policy
// column number: 文号 | Number
// column issued: 日期 | Date
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_kind: 对象类型 | Object kind
// column object_name: 对象 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (p:Policy)-[e:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(o)
WHERE ($text = '' OR p.name CONTAINS $text OR o.name CONTAINS $text)
  AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued, e.kind AS relation,
       o.key AS object, o.kind AS object_kind, o.name AS object_name, e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY name, relation, object_name, policy, object

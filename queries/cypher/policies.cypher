// title.zh: 有哪些政策，针对什么
// title.en: Policies and what they target
// about.zh: 政策文件针对、涵盖的产业、主题、地区，连同状态。有效期没有核，用前要核。
// parameter text: string = "" — 政策名称或对象名称里的文字；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column policy: 政策键
// column name: 政策
// column number: 文号
// column issued: 日期
// column relation: 关系
// column object: 对象键
// column object_kind: 对象类型
// column object_name: 对象
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (p:Policy)-[e:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(o)
WHERE ($text = '' OR p.name CONTAINS $text OR o.name CONTAINS $text)
  AND (e.review = 'accepted' OR $review = 'all')
RETURN p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued, e.kind AS relation,
       o.key AS object, o.kind AS object_kind, o.name AS object_name, e.status AS status, e.review AS review,
       e.statements AS statements
ORDER BY name, relation, object_name

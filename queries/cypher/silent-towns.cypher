// group: towns
// title.zh: 哪些镇街还没有任何内容
// title.en: Towns about which nothing is known yet
// about.zh: 没有任何企业、集群、载体、项目已采信地位于它的镇街：不是没有产业，是还没有载入来源。
// about.en: Towns in which no accepted statement places anything: not without industry, but without a source so far.
// detail town: 镇街键 | Town key
// column name: 镇街 | Town
// column form: 类别 | Form
// column code: 区划代码 | Code
// column note: 说明 | Note
MATCH (t:Town)
WHERE NOT EXISTS { MATCH (a)-[e:LOCATED_IN|CENTERED_ON|INVOLVES_REGION]->(t) WHERE e.review = 'accepted' }
RETURN t.key AS town, t.name AS name, t.form AS form, t.code AS code, t.note AS note
ORDER BY code, name, town

// group: towns
// title.zh: 各镇街有哪些产业集群和载体
// title.en: Towns with their clusters, platforms and firms
// about.zh: 位于镇街，或以镇街为中心的集群、载体、产业和企业。
// about.en: Clusters, platforms, industries and firms that lie in a town or are centred on it, with the words.
// parameter town: string = "" — 镇街的键、名称或别名；空为全部 | Town, by key, name or alias; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example town: 火炬区
// detail town: 镇街键 | Town key
// column town_name: 镇街 | Town
// column relation: 关系 | Relation
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (a)-[e:LOCATED_IN|CENTERED_ON]->(t:Town)
WHERE ($town = '' OR t.key = $town OR t.name = $town OR $town IN t.aliases)
  AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN t.key AS town, t.name AS town_name, e.kind AS relation, a.key AS thing, a.kind AS kind, a.name AS name,
       e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY town_name, kind, name, relation, town, thing

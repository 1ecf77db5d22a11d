// title.zh: 各镇街有哪些产业集群和载体
// title.en: Towns with their clusters, platforms and firms
// about.zh: 位于镇街，或以镇街为中心的集群、载体、产业和企业。
// parameter town: string = "" — 镇街的键、名称或别名；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column town: 镇街键
// column town_name: 镇街
// column relation: 关系
// column thing: 键
// column kind: 类型
// column name: 名称
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (a)-[e:LOCATED_IN|CENTERED_ON]->(t:Town)
WHERE ($town = '' OR t.key = $town OR t.name = $town OR $town IN t.aliases)
  AND (e.review = 'accepted' OR $review = 'all')
RETURN t.key AS town, t.name AS town_name, e.kind AS relation, a.key AS thing, a.kind AS kind, a.name AS name,
       e.status AS status, e.review AS review, e.statements AS statements
ORDER BY town_name, kind, name

// title.zh: 一个产业有哪些企业和载体
// title.en: Firms and platforms of an industry
// about.zh: 文献说从事、支撑、做链主的企业和载体，按产业或环节的名称找，不必在模板里。
// parameter industry: string = "" — 产业、环节、集群名称里的文字；空为全部
// parameter review: string = "accepted" — accepted 只看已采信；all 连候选
// column industry: 产业键
// column industry_name: 产业
// column relation: 关系
// column firm: 键
// column kind: 类型
// column name: 名称
// column status: 状态
// column review: 审核
// column statements: 依据
MATCH (f)-[e:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|IN_INDUSTRY|PART_OF_CLUSTER]->(i)
WHERE ($industry = '' OR i.name CONTAINS $industry OR $industry IN i.aliases)
  AND f.kind IN ['Firm', 'Platform', 'Organisation', 'Cluster'] AND (e.review = 'accepted' OR $review = 'all')
RETURN i.key AS industry, i.name AS industry_name, e.kind AS relation, f.key AS firm, f.kind AS kind,
       f.name AS name, e.status AS status, e.review AS review, e.statements AS statements
ORDER BY industry_name, relation, name

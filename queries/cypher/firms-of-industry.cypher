// group: firms
// title.zh: 一个产业有哪些企业和载体
// title.en: Firms and platforms of an industry
// about.zh: 文献说从事、支撑、做链主的企业和载体，按产业或环节的名称找，不必在模板里。
// about.en: Firms and platforms that documents say work in, support or lead an industry, found by its name; it need not be in a template.
// parameter industry: string = "" — 产业、环节、集群名称里的文字；空为全部 | Text in the name of an industry, segment or cluster; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example industry: 生物医药
// detail industry: 产业键 | Industry key
// column industry_name: 产业 | Industry
// column relation: 关系 | Relation
// detail firm: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column status: 状态 | Status
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (f)-[e:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF|IN_INDUSTRY|PART_OF_CLUSTER]->(i)
WHERE ($industry = '' OR i.name CONTAINS $industry OR $industry IN i.aliases)
  AND f.kind IN ['Firm', 'Platform', 'Organisation', 'Cluster'] AND (e.review = 'accepted' OR $review = 'all')
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN i.key AS industry, i.name AS industry_name, e.kind AS relation, f.key AS firm, f.kind AS kind,
       f.name AS name, e.status AS status, e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY industry_name, relation, name, industry, firm

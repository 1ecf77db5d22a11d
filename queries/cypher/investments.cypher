// group: firms
// title.zh: 谁来投资、增资，从哪里来
// title.en: Who invests here, and from where
// about.zh: 企业、机构投资、落户、增资的地方和项目，和文献说它来自的地区或源自的单位，连同原文。
// about.en: Where firms and organisations invest, and the region or organisation they come from, with the words.
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// set origins: 来自 | From
// detail target: 投向键 | Target key
// column target_name: 投向 | Invests in
// column status: 状态 | Status
// column review: 审核 | Review
// set quotes: 原文 | Words
MATCH (f)-[e:INVESTS_IN]->(r)
WHERE e.review = 'accepted' OR $review = 'all'
OPTIONAL MATCH (f)-[w:ORIGINATES_FROM|SPUN_OFF_FROM]->(o) WHERE w.review = 'accepted'
WITH f, e, r, collect(DISTINCT o.name) AS origins
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN f.key AS firm, f.name AS name, origins AS origins, r.key AS target, r.name AS target_name, e.status AS status,
       e.review AS review, collect(DISTINCT t.quote) AS quotes
ORDER BY name, target_name, firm, target

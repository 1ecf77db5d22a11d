// group: policies
// title.zh: 每件政策：发布单位、文号、有效期、针对什么、出处
// title.en: Policies with issuer, number, validity, what they are for, and the words
// about.zh: 政策针对、涵盖、支持的产业、环节、集群、主题，一条依据一行。“有效期至”是来源写明的；“名称所写期末”只取政策名称里写明的最后一年；两栏都空的，用前要核。往来函件（提案、答复）不列。
// about.en: What policies target, cover or support, one row for each statement. The date of validity is one that a source states, the last year the one in the title; where both are empty, check before use. Proposals and replies are left out.
// parameter text: string = "" — 政策名称或对象名称里的文字；空为全部 | Text in the name of the policy or its object; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example text: 人工智能
// detail policy: 政策键 | Policy key
// column name: 政策 | Policy
// column number: 文号 | Number
// column issued: 日期 | Date
// set issuers: 发布单位 | Issued by
// column valid_until: 有效期至 | Valid until
// column last_year: 名称所写期末 | Last year by its title
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_kind: 对象类型 | Object kind
// column object_name: 对象 | Object
// set chains: 产业链键 | Chain keys
// column status: 状态 | Status
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// column quote: 原文 | Words
MATCH (p:Policy)
WHERE NOT EXISTS { MATCH (p)-[:REPLIES_TO]-(:Policy) }
UNWIND ['2019', '2020', '2021', '2022', '2023', '2024', '2025', '2026',
        '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035'] AS year
WITH p, max(CASE WHEN p.name CONTAINS ('—' + year) OR p.name CONTAINS ('-' + year) OR p.name CONTAINS ('至' + year)
                   OR (year = '2020' AND p.name CONTAINS '十三五') OR (year = '2025' AND p.name CONTAINS '十四五')
                   OR (year = '2030' AND p.name CONTAINS '十五五') THEN year END) AS last_year
OPTIONAL MATCH (p)-[b:ISSUED_BY]->(g) WHERE b.review = 'accepted'
WITH p, last_year, collect(DISTINCT g.name) AS issuers
MATCH (p)-[e:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(o)
WHERE (e.review = 'accepted' OR $review = 'all') AND ($text = '' OR p.name CONTAINS $text OR o.name CONTAINS $text)
OPTIONAL MATCH (h:Chain)-[:ABOUT]->(o)
WITH p, last_year, issuers, e, o, collect(DISTINCT h.key) AS chains
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued, issuers AS issuers, p.valid_until AS valid_until,
       last_year AS last_year, e.kind AS relation, o.key AS object, o.kind AS object_kind, o.name AS object_name, chains AS chains,
       e.status AS status, e.review AS review, said AS statement, t.document AS document, t.section AS section, t.quote AS quote
ORDER BY name, relation, object_name, policy, object, statement

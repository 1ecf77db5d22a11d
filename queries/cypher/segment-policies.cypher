// group: policies
// title.zh: 哪些政策针对一个环节，什么时候到期
// title.en: Policies for a segment, and when they lapse
// about.zh: 针对环节本身的政策，和针对它所在产业链所讲产业的政策，一条依据一行。“有效期至”是来源写明的；“名称所写期末”只取政策名称里写明的最后一年（2021—2025年、“十四五”）。两栏都空的，用前要核。
// about.en: Policies for the segment itself and for the industry of its chains, one row for each statement. The date of validity is one that a source states, the last year the one in the title; where both are empty, check before use.
// parameter segment: string — 环节的键、名称或别名 | Segment, by key, name or alias
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example segment: 大模型
// column segment_name: 环节 | Segment
// detail policy: 政策键 | Policy key
// column name: 政策 | Policy
// column number: 文号 | Number
// column issued: 日期 | Date
// column valid_until: 有效期至 | Valid until
// column last_year: 名称所写期末 | Last year by its title
// column relation: 关系 | Relation
// column reach_kind: 针对环节还是产业 | Reaches the segment or the industry
// detail object: 对象键 | Object key
// column object_name: 对象 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (p:Policy)
UNWIND ['2019', '2020', '2021', '2022', '2023', '2024', '2025', '2026',
        '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035'] AS year
WITH p, max(CASE WHEN p.name CONTAINS ('—' + year) OR p.name CONTAINS ('-' + year) OR p.name CONTAINS ('至' + year)
                   OR (year = '2020' AND p.name CONTAINS '十三五') OR (year = '2025' AND p.name CONTAINS '十四五')
                   OR (year = '2030' AND p.name CONTAINS '十五五') THEN year END) AS last_year
MATCH (p)-[e:TARGETS|COVERS|SUPPORTS|FOCUSES_ON|PROMOTES]->(o)
WHERE e.review = 'accepted' OR $review = 'all'
MATCH (s:Segment)
WHERE (s.key = $segment OR s.name = $segment OR $segment IN s.aliases)
  AND (s.key = o.key OR EXISTS { MATCH (s)-[:IN_CHAIN]->(c:Chain)-[:ABOUT]->(o) })
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN s.name AS segment_name, p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued,
       p.valid_until AS valid_until, last_year AS last_year, e.kind AS relation, CASE WHEN s.key = o.key THEN 'Segment' ELSE 'Industry' END AS reach_kind,
       o.key AS object, o.name AS object_name, e.status AS status, e.review AS review, t.document AS document,
       said AS statement, t.quote AS quote
ORDER BY segment_name, reach_kind DESC, name, relation, object_name, policy, object, statement

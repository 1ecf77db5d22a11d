// group: policies
// title.zh: 哪些政策到某一天已经到期
// title.en: Policies whose term has ended by a day
// about.zh: 只看政策名称里写明的最后一年（2021—2025年、“十四五”），算到那年年底；名称没有写的排在后面，期限栏空着：库里还没有有效期，用前要核。往来函件不列。
// about.en: By the last year that the title states, to its end. Titles without one come last with an empty term: the store holds no validity dates yet, so check before use. Proposals and replies are left out.
// parameter day: date — 看哪一天，如 2026-01-01 | On which day, such as 2026-01-01
// example day: 2026-01-01
// detail policy: 政策键 | Policy key
// column name: 政策 | Policy
// column number: 文号 | Number
// column issued: 日期 | Date
// column last_year: 名称所写期末 | Last year by its title
// column term_status: 期限 | Term
// set actors: 谁在落实 | Carried out by
MATCH (p:Policy)
WHERE NOT EXISTS { MATCH (p)-[:REPLIES_TO]-(w:Policy) }
UNWIND ['2019', '2020', '2021', '2022', '2023', '2024', '2025', '2026',
        '2027', '2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035'] AS year
WITH p, max(CASE WHEN p.name CONTAINS ('—' + year) OR p.name CONTAINS ('-' + year) OR p.name CONTAINS ('至' + year)
                   OR (year = '2020' AND p.name CONTAINS '十三五') OR (year = '2025' AND p.name CONTAINS '十四五')
                   OR (year = '2030' AND p.name CONTAINS '十五五') THEN year END) AS last_year
OPTIONAL MATCH (r)-[m:IMPLEMENTS]->(p) WHERE m.review = 'accepted'
RETURN p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued, last_year AS last_year,
       CASE WHEN last_year IS NULL THEN NULL WHEN last_year + '-12-31' < $day THEN 'lapsed' ELSE 'running' END AS term_status,
       collect(DISTINCT r.name) AS actors
ORDER BY last_year, name, policy

// group: policies
// title.zh: 哪些政策到某一天已经到期
// title.en: Policies whose term has ended by a day
// about.zh: 先看来源写明的有效期；没有写明的，看政策名称里的最后一年（2021—2025年、“十四五”），算到那年年底。两样都没有的排在后面，期限栏空着，用前要核。往来函件不列。
// about.en: By the date of validity that a source states, else to the end of the last year in the title. Those without either come last with an empty term: check before use. Proposals and replies are left out.
// parameter day: date — 看哪一天，如 2026-01-01 | On which day, such as 2026-01-01
// example day: 2026-01-01
// detail policy: 政策键 | Policy key
// column name: 政策 | Policy
// column number: 文号 | Number
// column issued: 日期 | Date
// column valid_until: 有效期至 | Valid until
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
RETURN p.key AS policy, p.name AS name, p.number AS number, p.issued AS issued,
       p.valid_until AS valid_until, last_year AS last_year,
       CASE WHEN p.valid_until IS NULL AND last_year IS NULL THEN NULL
            WHEN coalesce(CASE WHEN p.valid_until =~ '[0-9]{4}' THEN p.valid_until + '-12-31' ELSE p.valid_until END,
                          last_year + '-12-31') < $day THEN 'lapsed' ELSE 'running' END AS term_status,
       collect(DISTINCT r.name) AS actors
ORDER BY term_status, valid_until, last_year, name, policy

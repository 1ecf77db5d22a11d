// group: change
// title.zh: 某一天以来，文献和审核有什么变化
// title.en: What changed in documents and reviews since a day
// about.zh: 那一天（含）以后的文献，和那一天以后审核的陈述，按文献和审核日计数。只看文献日期、截至日期和审核日期；什么时候载入的、载入时变了什么，看 loads-since 和 liantu changes。
// about.en: Documents dated on or after a day, and statements reviewed since, counted by document and day of review. When something was loaded, and what changed with it: loads-since and liantu changes.
// parameter since: date — 从哪一天起，如 2025-09-01 | From which day on, such as 2025-09-01
// example since: 2025-09-01
// column changed: 变化日 | Changed
// column document: 文献 | Document
// column title: 标题 | Title
// column form: 体裁 | Form
// column document_date: 文献日期 | Document date
// column as_of: 截至 | As of
// column reviewed_at: 审核日 | Reviewed
// column verdict_review: 审核 | Review
// column statements: 陈述数 | Statements
MATCH (d:Document)
OPTIONAL MATCH (t:Statement)-[:FROM]->(d) WHERE t.reviewed_at >= $since
WITH d, t.reviewed_at AS reviewed_at, t.review AS verdict, count(t.key) AS statements
WHERE d.date >= $since OR d.as_of >= $since OR reviewed_at IS NOT NULL
RETURN CASE WHEN reviewed_at IS NOT NULL THEN reviewed_at ELSE coalesce(d.date, d.as_of) END AS changed, d.name AS document,
       d.title AS title, d.form AS form, d.date AS document_date, d.as_of AS as_of, reviewed_at AS reviewed_at,
       verdict AS verdict_review, statements AS statements
ORDER BY changed DESC, document, reviewed_at DESC, verdict_review

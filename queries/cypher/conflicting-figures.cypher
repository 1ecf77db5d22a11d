// group: evidence
// title.zh: 哪些数字互相矛盾
// title.en: Figures that contradict each other
// about.zh: 同一主体、同一指标、时期不冲突而数值不同的数字，并排列出两处原文。措辞相近的由 liantu conflicts 另找。
// about.en: Figures of one subject and one metric whose periods do not exclude each other and whose values differ, both with their words. liantu conflicts finds more that are worded alike.
// parameter subject: string = "" — 主体名称里的文字；空为全部 | Text in the name of the subject; empty for all
// column subject: 主体 | Subject
// column metric: 指标 | Metric
// column value_a: 数值甲 | Value A
// column unit_a: 单位甲 | Unit A
// column period_a: 时期甲 | Period A
// column quote_a: 原文甲 | Words A
// column statement_a: 陈述甲 | Statement A
// column value_b: 数值乙 | Value B
// column unit_b: 单位乙 | Unit B
// column period_b: 时期乙 | Period B
// column quote_b: 原文乙 | Words B
// column statement_b: 陈述乙 | Statement B
MATCH (a:Statistic)
MATCH (b:Statistic {subject: a.subject, metric: a.metric})
WHERE a.key < b.key AND a.review <> 'rejected' AND b.review <> 'rejected'
  AND ($subject = '' OR a.subject_name CONTAINS $subject)
  AND coalesce(a.normal_unit, '') = coalesce(b.normal_unit, '')
  AND (a.period IS NULL OR b.period IS NULL OR a.period = b.period)
  AND (a.normal <> b.normal OR ((a.normal IS NULL OR b.normal IS NULL) AND a.value <> b.value))
OPTIONAL MATCH (s:Statement {key: a.statement})
OPTIONAL MATCH (t:Statement {key: b.statement})
RETURN a.subject_name AS subject, a.metric AS metric, a.value AS value_a, a.unit AS unit_a, a.period AS period_a,
       s.quote AS quote_a, a.statement AS statement_a, b.value AS value_b, b.unit AS unit_b,
       b.period AS period_b, t.quote AS quote_b, b.statement AS statement_b
ORDER BY subject, metric, statement_a, statement_b

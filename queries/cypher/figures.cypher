// group: evidence
// title.zh: 关于它有哪些数字
// title.en: Figures of a subject
// about.zh: 一个主体的数字：指标、数值原文、限定词、时期、口径和原文。名称含所给文字即可；空为全部。
// about.en: Figures of a subject: metric, value as written, qualifier, period, scope and words. A part of the name will do; empty for all.
// parameter subject: string = "" — 主体的键或名称里的文字 | Subject, by key or by text in its name
// parameter metric: string = "" — 指标里的文字 | Text in the metric
// example metric: 排名
// detail subject: 主体键 | Subject key
// column subject_name: 主体 | Subject
// column metric: 指标 | Metric
// column qualifier: 限定词 | Qualifier
// column value: 数值 | Value
// column unit: 单位 | Unit
// detail number: 折算数值 | Normal value
// detail number_unit: 折算单位 | Normal unit
// column period: 时期 | Period
// column scope: 口径 | Scope
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (n:Statistic)
WHERE ($subject = '' OR n.subject = $subject OR n.subject_name CONTAINS $subject)
  AND ($metric = '' OR n.metric CONTAINS $metric)
OPTIONAL MATCH (t:Statement {key: n.statement})
RETURN n.subject AS subject, n.subject_name AS subject_name, n.metric AS metric, n.qualifier AS qualifier,
       n.value AS value, n.unit AS unit, n.normal AS number, n.normal_unit AS number_unit, n.period AS period,
       n.scope AS scope, n.status AS status, n.review AS review, t.document AS document, t.section AS section,
       t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote, n.statement AS statement
ORDER BY subject_name, metric, period, statement, subject

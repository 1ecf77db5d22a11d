// group: internal
// title.zh: 集群、产业、环节的数字
// title.en: Figures of clusters, industries and segments
// about.zh: 集群、产业、环节的全部数字，带折算数值、口径、状态、审核和原文。测算需求额和区位商时读它，哪些算产出由程序判断。
// about.en: All figures of clusters, industries and segments with normal value, scope, status, review and words. Demand and quotients are reckoned from them; what counts as an output is judged afterwards.
// detail subject: 主体键 | Subject key
// column subject_name: 主体 | Subject
// column metric: 指标 | Metric
// column qualifier: 限定词 | Qualifier
// column value: 数值 | Value
// column unit: 单位 | Unit
// detail number: 数值（数） | Number
// detail number_high: 数值上限 | Upper end
// detail normal: 折算数值 | Normal value
// detail normal_unit: 折算单位 | Normal unit
// column period: 时期 | Period
// column scope: 口径 | Scope
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// column section: 章节 | Section
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (n:Statistic)
WHERE n.subject STARTS WITH 'Cluster:' OR n.subject STARTS WITH 'Industry:' OR n.subject STARTS WITH 'Segment:'
OPTIONAL MATCH (t:Statement {key: n.statement})
RETURN n.subject AS subject, n.subject_name AS subject_name, n.metric AS metric, n.qualifier AS qualifier,
       n.value AS value, n.unit AS unit, n.number AS number, n.number_high AS number_high, n.normal AS normal,
       n.normal_unit AS normal_unit, n.period AS period, n.scope AS scope, n.status AS status, n.review AS review,
       t.document AS document, t.section AS section, t.quote AS quote, n.statement AS statement
ORDER BY subject_name, metric, period, statement, subject, normal, scope

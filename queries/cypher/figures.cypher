// title.zh: 关于它有哪些数字
// title.en: Figures of a subject
// about.zh: 一个主体的数字：指标、数值原文、限定词、时期、口径和原文。名称含所给文字即可；空为全部。
// parameter subject: string = "" — 主体的键或名称里的文字
// parameter metric: string = "" — 指标里的文字
// column subject: 主体键
// column subject_name: 主体
// column metric: 指标
// column qualifier: 限定词
// column value: 数值
// column unit: 单位
// column number: 折算数值
// column number_unit: 折算单位
// column period: 时期
// column scope: 口径
// column status: 状态
// column review: 审核
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column quote: 原文
// column statement: 陈述键
MATCH (n:Statistic)
WHERE ($subject = '' OR n.subject = $subject OR n.subject_name CONTAINS $subject)
  AND ($metric = '' OR n.metric CONTAINS $metric)
OPTIONAL MATCH (t:Statement {key: n.statement})
RETURN n.subject AS subject, n.subject_name AS subject_name, n.metric AS metric, n.qualifier AS qualifier,
       n.value AS value, n.unit AS unit, n.normal AS number, n.normal_unit AS number_unit, n.period AS period,
       n.scope AS scope, n.status AS status, n.review AS review, t.document AS document, t.section AS section,
       t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote, n.statement AS statement
ORDER BY subject_name, metric, period, statement

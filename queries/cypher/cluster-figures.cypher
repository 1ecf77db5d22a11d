// group: evidence
// title.zh: 各产业集群历年的数字
// title.en: Figures of clusters over the years
// about.zh: 每个集群的规模等数字，同一指标按时期排开；文献没有写明时期的，时期栏空着，旁边是文献日期，不替它填。
// about.en: Figures of each cluster, one metric over its periods. Where the document names no period it stays empty and the document's date stands beside it.
// parameter cluster: string = "" — 集群名称里的文字；空为全部 | Text in the name of the cluster; empty for all
// detail cluster: 集群键 | Cluster key
// column name: 集群 | Cluster
// column metric: 指标 | Metric
// column period: 时期 | Period
// column document_date: 文献日期 | Document date
// column qualifier: 限定词 | Qualifier
// column value: 数值 | Value
// column unit: 单位 | Unit
// column scope: 口径 | Scope
// column status: 状态 | Status
// column review: 审核 | Review
// column document: 文献 | Document
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (c:Cluster)-[:HAS_STATISTIC]->(n:Statistic)
WHERE $cluster = '' OR c.key = $cluster OR c.name CONTAINS $cluster
OPTIONAL MATCH (t:Statement {key: n.statement})
OPTIONAL MATCH (t)-[:FROM]->(d:Document)
RETURN c.key AS cluster, c.name AS name, n.metric AS metric, n.period AS period, d.date AS document_date,
       n.qualifier AS qualifier, n.value AS value, n.unit AS unit, n.scope AS scope, n.status AS status,
       n.review AS review, t.document AS document, n.statement AS statement, t.quote AS quote
ORDER BY name, metric, period, document_date, statement, cluster

// group: gaps
// title.zh: 哪份来源覆盖到哪里
// title.en: What each source declares it covers
// about.zh: 每份文献声明的地区、完整性、截至日期和覆盖的环节或行业代码。只有 complete 的才能让“没有企业”成为缺链。
// about.en: The region, completeness, date and segments or codes that each document declares. Only a complete one may turn no firm into a gap.
// parameter completeness: string = "" — complete 或 partial；空为全部 | complete or partial; empty for all
// column document: 文献 | Document
// column title: 标题 | Title
// column number: 文号 | Number
// column form: 体裁 | Form
// column issuer: 发布单位 | Issued by
// detail date: 日期 | Date
// detail grade: 来源等级 | Grade
// detail url: 网址 | Address
// column region: 地区 | Region
// column completeness: 完整性 | Completeness
// column as_of: 截至 | As of
// column declared_by: 声明人 | Declared by
// column covers: 覆盖 | Covers
MATCH (d:Document)
WHERE $completeness = '' OR d.completeness = $completeness
RETURN d.name AS document, d.title AS title, d.number AS number, d.form AS form, d.issuer AS issuer, d.date AS date,
       d.grade AS grade, d.url AS url, d.region AS region,
       d.completeness AS completeness, d.as_of AS as_of, d.declared_by AS declared_by, d.covers AS covers
ORDER BY document

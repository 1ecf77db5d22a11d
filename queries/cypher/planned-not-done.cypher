// group: change
// title.zh: 哪些是规划、申报、目标，还没有实施
// title.en: Planned, applied for, targeted: not done
// about.zh: 已采信、但状态不是已实施的陈述。规划不等于已有，分析里不计入。
// about.en: Accepted statements whose status is not done. A plan is not a fact, and no analysis counts it.
// parameter status: status = "" — planned 规划、applied 申报、proposed 建议、forecast 目标、signed 签约；空为全部 | planned, applied, proposed, forecast or signed; empty for all
// parameter document: string = "" — 文献；空为全部 | Document; empty for all
// example status: 规划
// column status: 状态 | Status
// column subject: 主语 | Subject
// column predicate: 关系 | Relation
// column object: 宾语 | Object
// column period: 时期 | Period
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (t:Statement)
WHERE t.review = 'accepted' AND t.status <> 'done' AND ($status = '' OR t.status = $status)
  AND ($document = '' OR t.document = $document)
RETURN t.status AS status, t.subject_name AS subject, t.predicate AS predicate, t.object_name AS object,
       t.period AS period, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.quote AS quote, t.key AS statement
ORDER BY status, document, start_offset, statement

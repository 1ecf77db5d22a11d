// group: evidence
// title.zh: 驳回了哪些陈述，为什么
// title.en: Statements that were rejected, and why
// about.zh: 审核时驳回的陈述、理由、审核人和时间：它们不支撑任何关系，留着是为了不再提一次。
// about.en: Statements rejected in review with reason, reviewer and time. They support nothing and are kept so that nobody proposes them again.
// parameter document: string = "" — 文献；空为全部 | Document; empty for all
// column subject: 主语 | Subject
// column predicate: 关系 | Relation
// column object: 宾语 | Object
// column reason: 理由 | Reason
// column reviewer: 审核人 | Reviewer
// column reviewed_at: 审核时间 | Reviewed
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (t:Statement)
WHERE t.review = 'rejected' AND ($document = '' OR t.document = $document)
RETURN t.subject_name AS subject, t.predicate AS predicate, t.object_name AS object, t.reason AS reason,
       t.reviewer AS reviewer, t.reviewed_at AS reviewed_at, t.document AS document, t.section AS section,
       t.start_offset AS start_offset, t.end_offset AS end_offset, t.key AS statement, t.quote AS quote
ORDER BY document, start_offset, statement

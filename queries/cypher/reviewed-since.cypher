// group: change
// title.zh: 某一天以来审核了哪些陈述
// title.en: Statements reviewed since a day
// about.zh: 那一天（含）以后采信或驳回的每一条陈述，新的在前，带审核人和理由。
// about.en: Each statement accepted or rejected on or after a day, the latest first, with reviewer and reason.
// parameter since: date — 从哪一天起，如 2025-09-01 | From which day on, such as 2025-09-01
// parameter document: string = "" — 文献；空为全部 | Document; empty for all
// example since: 2026-11-01
// column reviewed_at: 审核时间 | Reviewed
// column review: 审核 | Review
// column subject: 主语 | Subject
// column predicate: 关系 | Relation
// column object: 宾语 | Object
// column status: 状态 | Status
// column reviewer: 审核人 | Reviewer
// column reason: 理由 | Reason
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (t:Statement)
WHERE t.reviewed_at >= $since AND ($document = '' OR t.document = $document)
RETURN t.reviewed_at AS reviewed_at, t.review AS review, t.subject_name AS subject, t.predicate AS predicate,
       t.object_name AS object, t.status AS status, t.reviewer AS reviewer, t.reason AS reason, t.document AS document,
       t.section AS section, t.start_offset AS start_offset, t.key AS statement, t.quote AS quote
ORDER BY reviewed_at DESC, document, start_offset, statement

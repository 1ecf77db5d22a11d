// group: evidence
// title.zh: 哪些候选等着审核
// title.en: Candidates waiting for review
// about.zh: 还没有人采信或驳回的陈述，把握大的在前。候选在审核之前不计入任何分析。
// about.en: Statements that nobody has accepted or rejected yet, the surest first. No analysis counts a candidate before review.
// parameter document: string = "" — 文献；空为全部 | Document; empty for all
// column confidence: 置信 | Confidence
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column subject: 主语 | Subject
// column predicate: 关系 | Relation
// column object: 宾语 | Object
// column status: 状态 | Status
// column extractor: 抽取器 | Extractor
// column quote: 原文 | Words
// detail statement: 陈述键 | Statement key
MATCH (t:Statement)
WHERE t.review = 'candidate' AND ($document = '' OR t.document = $document)
RETURN t.confidence AS confidence, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.subject_name AS subject, t.predicate AS predicate, t.object_name AS object,
       t.status AS status, t.extractor AS extractor, t.quote AS quote, t.key AS statement
ORDER BY confidence DESC, document, start_offset, statement

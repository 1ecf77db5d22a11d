// title.zh: 哪些候选等着审核
// title.en: Candidates waiting for review
// about.zh: 还没有人采信或驳回的陈述，把握大的在前。候选在审核之前不计入任何分析。
// parameter document: string = "" — 文献；空为全部
// column confidence: 置信
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column subject: 主语
// column predicate: 关系
// column object: 宾语
// column status: 状态
// column extractor: 抽取器
// column quote: 原文
// column statement: 陈述键
MATCH (t:Statement)
WHERE t.review = 'candidate' AND ($document = '' OR t.document = $document)
RETURN t.confidence AS confidence, t.document AS document, t.section AS section, t.start_offset AS start_offset,
       t.end_offset AS end_offset, t.subject_name AS subject, t.predicate AS predicate, t.object_name AS object,
       t.status AS status, t.extractor AS extractor, t.quote AS quote, t.key AS statement
ORDER BY confidence DESC, document, start_offset, statement

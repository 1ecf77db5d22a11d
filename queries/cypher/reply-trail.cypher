// group: policies
// title.zh: 一份答复的来龙去脉
// title.en: The paper trail of a reply
// about.zh: 从谁提交提案、指出什么短板、提出什么建议，到谁会同、谁答复、采纳了什么、主送和抄送给谁，按先后排，带原文。
// about.en: From who submitted the proposal, its gaps and recommendations, to who was consulted, who replied, what was adopted and who got copies, in that order, with the words.
// parameter text: string = "" — 提案或答复名称里的文字；空为全部 | Text in the name of proposal or reply; empty for all
// example text: 134001
// detail reply: 答复 | Reply
// column step: 第几步 | Step
// column paper: 文件 | Paper
// column relation: 关系 | Relation
// detail other: 对方键 | Other key
// column other_name: 对方 | Other
// column review: 审核 | Review
// column document: 文献 | Document
// detail statement: 陈述键 | Statement key
// column quote: 原文 | Words
MATCH (r:Policy)-[:REPLIES_TO]->(q:Policy)
WHERE $text = '' OR r.name CONTAINS $text OR q.name CONTAINS $text
MATCH (p:Policy)-[e:SUBMITTED_BY|IDENTIFIES_GAP|PROPOSES|REPLIES_TO|ISSUED_BY|CONSULTED_WITH|ADOPTS_RECOMMENDATION|ADDRESSED_TO|CC_TO]->(o)
WHERE p.key = r.key OR p.key = q.key
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN r.name AS reply,
       CASE e.kind WHEN 'SUBMITTED_BY' THEN 1 WHEN 'IDENTIFIES_GAP' THEN 2 WHEN 'PROPOSES' THEN 3 WHEN 'REPLIES_TO' THEN 4
                   WHEN 'ISSUED_BY' THEN 5 WHEN 'CONSULTED_WITH' THEN 6 WHEN 'ADOPTS_RECOMMENDATION' THEN 7
                   WHEN 'ADDRESSED_TO' THEN 8 ELSE 9 END AS step,
       p.name AS paper, e.kind AS relation, o.key AS other, o.name AS other_name, e.review AS review,
       t.document AS document, said AS statement, t.quote AS quote
ORDER BY reply, step, paper, other_name, statement, other

// group: policies
// title.zh: 文件里写到哪些部门，做什么
// title.en: Offices named in documents
// about.zh: 发布、会同、主送、抄送、受理文件的机构：核查时可以问谁。
// about.en: Offices that issue, are consulted on, receive or accept documents: whom to ask.
// parameter relation: relation = "" — CONSULTED_WITH 会同、ISSUED_BY 发布等；空为全部 | Relation, such as CONSULTED_WITH or ISSUED_BY; empty for all
// example relation: 会同
// detail office: 机构键 | Office key
// column office_name: 机构 | Office
// column relation: 关系 | Relation
// detail paper: 文件键 | Paper key
// column paper_name: 文件 | Paper
// column review: 审核 | Review
// detail statements: 依据 | Evidence
// set quotes: 原文 | Words
MATCH (p)-[e:ISSUED_BY|CONSULTED_WITH|ADDRESSED_TO|CC_TO|SUBMITTED_BY|ACCEPTED_BY]->(o:Organisation)
WHERE $relation = '' OR e.kind = $relation
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (q:Statement {key: said})
RETURN o.key AS office, o.name AS office_name, e.kind AS relation, p.key AS paper, p.name AS paper_name,
       e.review AS review, e.statements AS statements,
       collect(DISTINCT q.quote) AS quotes
ORDER BY office_name, relation, paper_name, office, paper

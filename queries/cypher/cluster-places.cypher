// group: towns
// title.zh: 哪些集群和载体做哪个产业，在哪里，凭什么
// title.en: Clusters and platforms by industry and place
// about.zh: 集群、载体所属、支撑的产业或环节，所在地，和以该产业为题的产业链；一条依据一行，连文献和来源等级。邻市的也在内。
// about.en: Industry or segment that a cluster or platform belongs to or supports, where it lies, and the chains about that industry; one row for each statement, with document and grade. Those of other cities too.
// parameter text: string = "" — 集群、产业或地名里的文字；空为全部 | Text in the name of the thing, its industry or place; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// example text: 佛山
// detail thing: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_name: 产业或环节 | Industry or segment
// set chains: 产业链键 | Chain keys
// column status: 状态 | Status
// column review: 审核 | Review
// detail place: 所在地键 | Place key
// column place_name: 所在地 | Place
// column place_status: 所在地状态 | Status of the place
// detail place_statements: 所在地依据 | Evidence of the place
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column grade: 来源等级 | Grade of the source
// column quote: 原文 | Words
MATCH (c:Cluster|Platform)-[e:IN_INDUSTRY|SUPPORTS|CORE_OF|ANCHORS|MEMBER_OF_CHAIN|IN_SEGMENT]->(o:Industry|Segment)
WHERE e.review = 'accepted' OR $review = 'all'
OPTIONAL MATCH (h:Chain)-[:ABOUT]->(o)
WITH c, e, o, collect(DISTINCT h.key) AS chains
OPTIONAL MATCH (c)-[l:LOCATED_IN|CENTERED_ON]->(p) WHERE (l.review = 'accepted' OR $review = 'all')
WITH c, e, o, chains, l, p
WHERE $text = '' OR c.name CONTAINS $text OR o.name CONTAINS $text OR p.name CONTAINS $text
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
OPTIONAL MATCH (d:Document {name: t.document})
RETURN c.key AS thing, c.kind AS kind, c.name AS name, e.kind AS relation, o.key AS object, o.name AS object_name, chains AS chains,
       e.status AS status, e.review AS review, p.key AS place, p.name AS place_name, l.status AS place_status, l.statements AS place_statements,
       said AS statement, t.document AS document, d.grade AS grade, t.quote AS quote
ORDER BY name, relation, object_name, place_name, thing, object, place, statement

// group: firms
// title.zh: 有哪些链主和龙头企业，是哪条链的
// title.en: Chain leaders and the chains they lead
// about.zh: 文献称为链主、龙头的企业和它们的对象，连同原文；在模板里归入的环节与链一并列出。
// about.en: Firms that documents call chain leaders, and what of, with their words; the segments and chains they are placed in.
// parameter roles: strings = ["链主", "龙头"] — 角色名里要有的词，有一个即可 | Words of which the role has one
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_name: 对象 | Object
// set segments: 归入环节 | Placed in
// set chains: 产业链 | Chain
// column status: 状态 | Status
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
MATCH (f:Firm)-[e:CHAIN_LEADER_OF|HAS_ROLE]->(o)
WHERE e.kind = 'CHAIN_LEADER_OF' OR any(word IN $roles WHERE word <> '' AND o.name CONTAINS word)
OPTIONAL MATCH (f)-[m:IN_SEGMENT]->(s:Segment) WHERE m.review = 'accepted'
OPTIONAL MATCH (s)-[:IN_CHAIN]->(c:Chain)
WITH f, e, o, collect(DISTINCT s.name) AS segments, collect(DISTINCT c.name) AS chains
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN f.key AS firm, f.name AS name, e.kind AS relation, o.key AS object, o.name AS object_name,
       segments AS segments, chains AS chains, e.status AS status, e.review AS review, key AS statement,
       t.document AS document, t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote
ORDER BY firm, relation, object, start_offset, statement

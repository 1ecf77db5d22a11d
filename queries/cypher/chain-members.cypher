// group: chains
// title.zh: 文献说在一条链上的企业和载体
// title.en: Firms and platforms that documents place in a chain
// about.zh: 文献说从事、支撑、做链主的企业和载体，以产业的叫法和模板相接；在哪个环节另看。
// about.en: Firms and platforms that documents say work in, support or lead a chain, joined by what documents call its industry. In which segment is another question.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// example chain: 低空经济产业链
// detail chain: 产业链键 | Chain key
// column chain_name: 产业链 | Chain
// column industry_name: 文献的叫法 | As documents call it
// column relation: 关系 | Relation
// detail firm: 键 | Key
// column name: 名称 | Name
// column status: 状态 | Status
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// detail start_offset: 起 | Start
// detail end_offset: 止 | End
// column quote: 原文 | Words
MATCH (c:Chain)-[:ABOUT]->(i:Industry|Segment)<-[e:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF]-(f:Firm|Platform)
WHERE $chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN c.key AS chain, c.name AS chain_name, i.name AS industry_name, e.kind AS relation, f.key AS firm,
       f.name AS name, e.status AS status, e.review AS review, key AS statement, t.document AS document,
       t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote
ORDER BY chain, name, relation, start_offset, statement, firm, industry_name

// title.zh: 函里说在一条链上的企业和载体
// title.en: Firms and platforms that documents place in a chain
// about.zh: 文献说从事、支撑、做链主的企业和载体，以产业的叫法和模板相接；在哪个环节另看。
// parameter chain: string = "" — 产业链的键或名称；空为全部
// column chain: 产业链键
// column chain_name: 产业链
// column industry_name: 文献的叫法
// column relation: 关系
// column firm: 键
// column name: 名称
// column status: 状态
// column review: 审核
// column statement: 陈述键
// column document: 文献
// column section: 章节
// column start_offset: 起
// column end_offset: 止
// column quote: 原文
MATCH (c:Chain)-[:ABOUT]->(i:Industry|Segment)<-[e:MEMBER_OF_CHAIN|ANCHORS|CHAIN_LEADER_OF]-(f:Firm|Platform)
WHERE $chain = '' OR c.key = $chain OR c.name = $chain
UNWIND coalesce(e.statements, ['']) AS key
OPTIONAL MATCH (t:Statement {key: key})
RETURN c.key AS chain, c.name AS chain_name, i.name AS industry_name, e.kind AS relation, f.key AS firm,
       f.name AS name, e.status AS status, e.review AS review, key AS statement, t.document AS document,
       t.section AS section, t.start_offset AS start_offset, t.end_offset AS end_offset, t.quote AS quote
ORDER BY chain, name, relation, start_offset

// group: chains
// title.zh: 产业梯队怎么分，各有哪些产业
// title.en: Industry groups and their members
// about.zh: 文献里“四大引领产业”“六大特色产业”这样的叫法，各包含哪些产业和环节，连同原文。没有点名成员的也列出。
// about.en: What documents call groups of industries and which industries they name in them, with their words. Groups without named members are listed too.
// detail group_key: 梯队键 | Group key
// column group_name: 产业梯队 | Industry group
// detail member: 成员键 | Member key
// column member_name: 产业 | Industry
// column status: 状态 | Status
// column review: 审核 | Review
// set quotes: 原文 | Words
MATCH (g:IndustryGroup)
OPTIONAL MATCH (m)-[e:MEMBER_OF_GROUP]->(g)
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN g.key AS group_key, g.name AS group_name, m.key AS member, m.name AS member_name, e.status AS status,
       e.review AS review, collect(DISTINCT t.quote) AS quotes
ORDER BY group_name, member_name, group_key, member

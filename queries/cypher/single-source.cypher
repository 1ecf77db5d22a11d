// group: evidence
// title.zh: 哪些事实只有一个来源
// title.en: Facts with one source only
// about.zh: 已采信、但只有一份文献说到的关系，和那份文献里有几处说到：要上报的，先找第二个来源。产业链模板的结构不在内。
// about.en: Accepted relations that only one document states, with how often it does. The structure of chain templates is left out.
// parameter name: string = "" — 主语或宾语名称里的文字；空为全部 | Text in the name of subject or object; empty for all
// parameter relation: relation = "" — 关系，如 位于、LOCATED_IN；空为全部 | Relation, such as LOCATED_IN; empty for all
// example relation: 入选或获评
// detail from_key: 主语键 | Subject key
// column from_name: 主语 | Subject
// column relation: 关系 | Relation
// detail to_key: 宾语键 | Object key
// column to_name: 宾语 | Object
// column status: 状态 | Status
// column document: 文献 | Document
// column times: 几处 | Places
// set quotes: 原文 | Words
MATCH (a)-[e]->(b)
WHERE e.review = 'accepted' AND size(e.sources) = 1 AND ($relation = '' OR e.kind = $relation)
  AND ($name = '' OR a.name CONTAINS $name OR b.name CONTAINS $name)
  AND NOT e.kind IN ['INPUT_OF', 'IN_CHAIN', 'KIND_OF', 'ABOUT', 'FROM', 'MENTIONS']
UNWIND e.sources AS source
WITH a, e, b, source
WHERE NOT source STARTS WITH 'derived-'
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN a.key AS from_key, a.name AS from_name, e.kind AS relation, b.key AS to_key, b.name AS to_name,
       e.status AS status, source AS document, count(DISTINCT said) AS times, collect(DISTINCT t.quote) AS quotes
ORDER BY from_name, relation, to_name, from_key, to_key

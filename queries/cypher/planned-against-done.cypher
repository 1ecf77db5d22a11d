// group: change
// title.zh: 规划过的，哪些已有实施的陈述
// title.en: What was planned, and whether it is said to be done
// about.zh: 每一件被说成规划、申报、签约、建议或目标的事：有几处这样说，另有几处说它已经实施。已实施为 0 不等于没做，是还没有文献说做了。
// about.en: Each fact that is said to be planned, applied for, signed, proposed or a goal: how often, and how often it is said to be done. Zero is not undone: no document says so yet.
// parameter text: string = "" — 主语或宾语名称里的文字；空为全部 | Text in the name of subject or object; empty for all
// detail from_key: 主语键 | Subject key
// column from_name: 主语 | Subject
// column relation: 关系 | Relation
// detail to_key: 宾语键 | Object key
// column to_name: 宾语 | Object
// set stages: 说成 | Said to be
// column open: 几处未实施 | Said not to be done
// column done: 几处已实施 | Said to be done
// set quotes: 未实施的原文 | Words of what is not done
MATCH (a)-[e]->(b)
WHERE e.review = 'accepted' AND NOT e.kind IN ['INPUT_OF', 'IN_CHAIN', 'KIND_OF', 'ABOUT', 'FROM', 'MENTIONS', 'IN_SEGMENT']
  AND ($text = '' OR a.name CONTAINS $text OR b.name CONTAINS $text)
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
WITH a, e, b, coalesce(t.status, e.status) AS stage, coalesce(t.review, e.review) AS review, t.quote AS quote
WHERE review = 'accepted'
WITH a, e, b, collect(DISTINCT CASE WHEN stage <> 'done' THEN stage END) AS stages,
     count(CASE WHEN stage <> 'done' THEN 1 END) AS open, count(CASE WHEN stage = 'done' THEN 1 END) AS done,
     collect(DISTINCT CASE WHEN stage <> 'done' THEN quote END) AS quotes
WHERE open > 0
RETURN a.key AS from_key, a.name AS from_name, e.kind AS relation, b.key AS to_key, b.name AS to_name,
       stages AS stages, open AS open, done AS done, quotes AS quotes
ORDER BY done DESC, from_name, relation, to_name, from_key, to_key

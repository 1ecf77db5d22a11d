// group: platforms
// title.zh: 有哪些展会和对接活动，推介什么
// title.en: Fairs and matchmaking events, and what they promote
// about.zh: 展会、推介会、对接会推介、聚焦的产业和主题，谁参加，连同原文：招商可以借哪些活动。
// about.en: Fairs and matchmaking events, the industries and topics they promote and who takes part, with the words.
// parameter text: string = "" — 活动或产业名称里的文字；空为全部 | Text in the name of event or industry; empty for all
// parameter review: review = "accepted" — accepted 只看已采信；all 连候选 | accepted, or all with candidates
// detail event: 活动键 | Event key
// column name: 活动 | Event
// column relation: 关系 | Relation
// detail object: 对象键 | Object key
// column object_name: 对象 | Object
// set participants: 参加者 | Taking part
// column status: 状态 | Status
// column review: 审核 | Review
// set quotes: 原文 | Words
MATCH (v:Event)-[e:PROMOTES|FOCUSES_ON|TARGETS|COVERS|SUPPORTS|LOCATED_IN]->(o)
WHERE ($text = '' OR v.name CONTAINS $text OR o.name CONTAINS $text) AND (e.review = 'accepted' OR $review = 'all')
OPTIONAL MATCH (w)-[j:PARTICIPATES_IN]->(v) WHERE j.review = 'accepted'
WITH v, e, o, collect(DISTINCT w.name) AS participants
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN v.key AS event, v.name AS name, e.kind AS relation, o.key AS object, o.name AS object_name,
       participants AS participants, e.status AS status, e.review AS review, collect(DISTINCT t.quote) AS quotes
ORDER BY name, relation, object_name, event, object

// group: chains
// title.zh: 这个环节靠哪些环节
// title.en: What a segment depends on
// about.zh: 直接（1 步）和间接投入到它的环节，最多 8 步，全部产业链一起算。
// about.en: Segments that go into it directly (1 step) or indirectly, 8 steps at most, over all chains.
// parameter segment: string — 环节的键、名称或别名 | Segment, by key, name or alias
// example segment: 电机
// detail segment: 环节键 | Segment key
// column name: 环节 | Segment
// column steps: 几步 | Steps
// set chains: 所在链 | In chains
MATCH p = (t:Segment)-[:INPUT_OF*1..8]->(s:Segment)
WHERE s.key = $segment OR s.name = $segment OR $segment IN s.aliases
WITH t, min(length(p)) AS steps
OPTIONAL MATCH (t)-[:IN_CHAIN]->(c:Chain)
RETURN t.key AS segment, t.name AS name, steps AS steps, collect(DISTINCT c.name) AS chains
ORDER BY steps, name, segment

// group: chains
// title.zh: 有哪些产业集群，做什么，在哪里，什么能级和荣誉
// title.en: Clusters with their industry, place, level and honours
// about.zh: 每个产业集群的产业、所在地、已获得的能级和荣誉；还只是目标或规划的另列一栏，不算获得。
// about.en: Industry, place, level and honours of each cluster; what is only a goal or a plan stands in a column of its own.
// parameter text: string = "" — 集群、产业或地名里的文字；空为全部 | Text in the name of the cluster, or its industry or place; empty for all
// detail cluster: 集群键 | Cluster key
// column name: 集群 | Cluster
// set industries: 产业 | Industry
// set places: 所在地 | Place
// set honours: 能级和荣誉 | Levels and honours
// set goals: 规划和目标 | Plans and goals
MATCH (c:Cluster)
OPTIONAL MATCH (c)-[i:IN_INDUSTRY]->(d) WHERE i.review = 'accepted'
WITH c, collect(DISTINCT d.name) AS industries
OPTIONAL MATCH (c)-[l:LOCATED_IN|INVOLVES_REGION|CENTERED_ON]->(t) WHERE l.review = 'accepted'
WITH c, industries, collect(DISTINCT t.name) AS places
OPTIONAL MATCH (c)-[h:HONOURED_BY|HAS_LEVEL]->(p) WHERE h.review = 'accepted' AND h.status = 'done'
WITH c, industries, places, collect(DISTINCT p.name) AS honours
OPTIONAL MATCH (c)-[g:HONOURED_BY|HAS_LEVEL|APPLIES_FOR]->(q) WHERE g.review = 'accepted' AND g.status <> 'done'
WITH c, industries, places, honours, collect(DISTINCT q.name) AS goals
WHERE $text = '' OR c.name CONTAINS $text OR $text IN industries OR $text IN places OR $text IN c.aliases
RETURN c.key AS cluster, c.name AS name, industries AS industries, places AS places, honours AS honours, goals AS goals
ORDER BY name, cluster

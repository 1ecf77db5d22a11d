// title.zh: 产业链有哪些环节
// title.en: Segments of chains
// about.zh: 产业链模板里的环节：链内名称、上中下游、段、行业小类候选。
// parameter chain: string = "" — 产业链的键或名称；空为全部
// column chain: 产业链键
// column chain_name: 产业链
// column version: 版本
// column author: 作者
// column scope: 范围
// column chain_aliases: 产业链别名
// column segment: 环节键
// column name: 环节
// column local_name: 链内名称
// column position: 上中下游
// column stage: 段
// column parent: 上级环节
// column rank: 次序
// column gbt4754: 行业小类候选
// column aliases: 别名
MATCH (s:Segment)-[e:IN_CHAIN]->(c:Chain)
WHERE $chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name = $chain OR $chain IN c.aliases
RETURN c.key AS chain, c.name AS chain_name, c.version AS version, c.author AS author, c.scope AS scope,
       c.aliases AS chain_aliases, s.key AS segment, s.name AS name, e.local_name AS local_name,
       e.position AS position, e.stage AS stage, e.parent AS parent, e.rank AS rank, s.gbt4754 AS gbt4754,
       s.aliases AS aliases
ORDER BY chain, rank, segment

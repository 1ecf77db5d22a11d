// group: chains
// title.zh: 产业链有哪些环节
// title.en: Segments of chains
// about.zh: 产业链模板里的环节：链内名称、上中下游、段、行业小类候选。
// about.en: Segments of chain templates: name in the chain, position, stage, candidate industry codes.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// example chain: 灯饰照明产业链
// detail chain: 产业链键 | Chain key
// column chain_name: 产业链 | Chain
// column version: 版本 | Version
// column author: 作者 | Author
// column scope: 范围 | Scope
// column chain_aliases: 产业链别名 | Chain aliases
// detail segment: 环节键 | Segment key
// column name: 环节 | Segment
// column local_name: 链内名称 | Name in the chain
// column position: 上中下游 | Position
// column stage: 段 | Stage
// column parent: 上级环节 | Parent
// column rank: 次序 | Rank
// column gbt4754: 行业小类候选 | Candidate GB/T 4754 codes
// column aliases: 别名 | Aliases
// column products: 产品用词 | Product terms
MATCH (s:Segment)-[e:IN_CHAIN]->(c:Chain)
WHERE $chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases
RETURN c.key AS chain, c.name AS chain_name, c.version AS version, c.author AS author, c.scope AS scope,
       c.aliases AS chain_aliases, s.key AS segment, s.name AS name, e.local_name AS local_name,
       e.position AS position, e.stage AS stage, e.parent AS parent, e.rank AS rank, s.gbt4754 AS gbt4754,
       s.aliases AS aliases, s.products AS products
ORDER BY chain, rank, segment

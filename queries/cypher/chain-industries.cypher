// group: chains
// title.zh: 一条产业链讲的是文献所称的哪个产业
// title.en: The industries that a chain is about, as documents name them
// about.zh: 模板写明它讲的产业；同一个节点上的集群、政策、平台就是整条链的。
// about.en: The industry that a template says it is about; clusters, policies and platforms of that node are those of the whole chain.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// example chain: 智能家电产业链
// detail chain: 产业链键 | Chain key
// column chain_name: 产业链 | Chain
// detail industry: 产业键 | Industry key
// column kind: 类型 | Kind
// column industry_name: 产业 | Industry
// column statements: 依据 | Evidence
MATCH (c:Chain)-[e:ABOUT]->(i)
WHERE $chain = '' OR c.key = $chain OR c.key = 'Chain:' + $chain OR c.name CONTAINS $chain OR $chain IN c.aliases
RETURN c.key AS chain, c.name AS chain_name, i.key AS industry, i.kind AS kind, i.name AS industry_name, e.statements AS statements
ORDER BY chain, industry_name, industry

// title.zh: 哪个环节是哪个环节的直接投入
// title.en: Direct inputs between segments
// about.zh: 投入关系，连同依据（stated 有出处，engineering 工程判断）和画它的产业链。
// parameter chain: string = "" — 产业链的短键，如 low-altitude；空为全部
// column from_key: 投入环节键
// column from_name: 投入环节
// column to_key: 去向环节键
// column to_name: 去向环节
// column input_kind: 投入类别
// column basis: 依据类别
// column chains: 所在链
// column statements: 依据
MATCH (a:Segment)-[e:INPUT_OF]->(b:Segment)
WHERE $chain = '' OR $chain IN e.chains
RETURN a.key AS from_key, a.name AS from_name, b.key AS to_key, b.name AS to_name, e.input_kind AS input_kind,
       e.basis AS basis, e.chains AS chains, e.statements AS statements
ORDER BY from_key, to_key

// group: chains
// title.zh: 哪个环节是哪个环节的直接投入
// title.en: Direct inputs between segments
// about.zh: 投入关系，连同依据（stated 有出处，engineering 工程判断）和画它的产业链。
// about.en: Input relations with their basis (stated by a source, or engineering judgement) and the chains that draw them.
// parameter chain: string = "" — 产业链的键、别名或名称里的文字；空为全部 | Chain, by key, alias or text in its name; empty for all
// example chain: 低空经济
// detail from_key: 投入环节键 | Input key
// column from_name: 投入环节 | Input
// detail to_key: 去向环节键 | Output key
// column to_name: 去向环节 | Output
// column input_kind: 投入类别 | Kind of input
// column basis: 依据类别 | Basis
// column chains: 所在链的短键 | Chains, by short key
// column basis_sources: 依据来源 | Sources of the basis
// column statements: 依据 | Evidence
OPTIONAL MATCH (c:Chain) WHERE c.key = $chain OR c.name CONTAINS $chain OR $chain IN c.aliases
WITH collect(c.key) AS wanted
MATCH (a:Segment)-[e:INPUT_OF]->(b:Segment)
WHERE $chain = '' OR $chain IN e.chains OR any(short IN e.chains WHERE ('Chain:' + short) IN wanted)
RETURN a.key AS from_key, a.name AS from_name, b.key AS to_key, b.name AS to_name, e.input_kind AS input_kind,
       e.basis AS basis, e.chains AS chains, e.basis_sources AS basis_sources, e.statements AS statements
ORDER BY from_key, to_key

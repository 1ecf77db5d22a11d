// group: firms
// title.zh: 哪些名称是同一家企业，凭什么
// title.en: Names that are one firm, and by which rule
// about.zh: 按规则或人工决定并为一家的企业：名称、代表它的名称、规则、命中词和原文。只列已并的；待定的见 liantu review pairs。
// about.en: Firms that are one by a rule or a decision: the name, the name it stands under, rule, term and words. Only what is merged; see liantu review pairs for the rest.
// parameter firm: string = "" — 企业的键、名称或别名；空为全部 | Firm, by key, name or alias; empty for all
// example firm: 明阳电气
// detail firm: 企业键 | Firm key
// column name: 名称 | Name
// detail head: 代表企业键 | Key it stands under
// column head_name: 归到 | Stands under
// column rule: 规则 | Rule
// column term: 命中词 | Term
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column quote: 原文 | Words
MATCH (f:Firm)-[e:SAME_AS]->(h:Firm)
WHERE $firm = '' OR f.key = $firm OR f.name = $firm OR $firm IN f.aliases OR h.key = $firm OR h.name = $firm OR $firm IN h.aliases
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN f.key AS firm, f.name AS name, h.key AS head, h.name AS head_name, e.rule AS rule, e.term AS term, e.review AS review,
       said AS statement, t.document AS document, t.quote AS quote
ORDER BY head_name, name, head, firm, statement

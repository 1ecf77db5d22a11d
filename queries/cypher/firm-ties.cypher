// group: firms
// title.zh: 这些企业和谁有合作、投资、引进、同一企业的关系
// title.en: Ties of firms: cooperation, support, investment, being introduced, being one firm
// about.zh: 企业与企业、地区、项目之间的合作、支持、投资、引进、拟引进关系，和并为一家的名称；一条依据一行，连候选。
// about.en: Cooperation, support, investment, introduction (done or planned) between firms, regions and projects, and names that are one firm; one row for each statement, candidates too.
// parameter firms: strings — 企业的键，用逗号分开 | Keys of firms, with commas between
// example firms: Firm:比亚迪
// detail firm: 企业键 | Firm key
// column name: 企业 | Firm
// column relation: 关系 | Relation
// detail other: 对象键 | Object key
// column other_kind: 对象类型 | Object kind
// column other_name: 对象 | Object
// column status: 状态 | Status
// column review: 审核 | Review
// detail statement: 陈述键 | Statement key
// column document: 文献 | Document
// column section: 章节 | Section
// column quote: 原文 | Words
UNWIND $firms AS wanted
MATCH (f:Firm {key: wanted})-[e:COOPERATES_WITH|SUPPORTS|INVESTS_IN|INTRODUCED|PLANS_TO_INTRODUCE|SAME_AS]-(o:Firm|Region|Town|Platform|Project|Organisation)
UNWIND coalesce(e.statements, ['']) AS said
OPTIONAL MATCH (t:Statement {key: said})
RETURN f.key AS firm, f.name AS name, e.kind AS relation, o.key AS other, o.kind AS other_kind, o.name AS other_name,
       e.status AS status, e.review AS review, said AS statement, t.document AS document, t.section AS section, t.quote AS quote
ORDER BY name, relation, other_name, statement, firm, other

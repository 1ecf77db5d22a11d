// group: internal
// title.zh: 名字里有这几个字的有哪些
// title.en: Things whose name, alias, pinyin or initials hold a text
// about.zh: 按名称、别名、键、全拼、首字母找；liantu find 在此之上排先后。
// about.en: Found by name, alias, key, pinyin or initials; liantu find ranks them.
// parameter text: string — 汉字、全拼或首字母，字母用小写 | Chinese, pinyin or initials, in lower case
// example text: fkhk
// column key: 键 | Key
// column kind: 类型 | Kind
// column name: 名称 | Name
// column aliases: 别名 | Aliases
// column pinyin: 全拼 | Pinyin
// column initials: 首字母 | Initials
WITH $text AS wanted
MATCH (n)
WHERE wanted <> '' AND n.kind <> 'Statement' AND n.kind <> 'Statistic' AND n.kind <> 'Change'
  AND (lower(n.name) CONTAINS wanted OR n.pinyin CONTAINS wanted OR n.initials CONTAINS wanted
       OR any(a IN n.aliases WHERE lower(a) CONTAINS wanted) OR lower(n.key) CONTAINS wanted)
RETURN n.key AS key, n.kind AS kind, n.name AS name, n.aliases AS aliases, n.pinyin AS pinyin,
       n.initials AS initials
ORDER BY kind, name, key

// group: change
// title.zh: 某一天以来，各份来源载入了什么
// title.en: What was loaded of each source since a day
// about.zh: 那一天（含）以后每次使库有变化的载入：新增、改动、撤回了几处。首次载入只记一行数目；一处处的变动用 liantu changes 看。数的是这份来源自己说的，别的来源还在说的也算撤回。
// about.en: Every load since a day that changed the store, with how much came, changed and went. Of a first load only the numbers are kept; liantu changes tells the changes one by one. What counts is what the source itself says, even where another source still says it.
// parameter since: date — 从哪一天起，如 2025-09-01 | From which day on, such as 2025-09-01
// example since: 2025-09-01
// column day: 日子 | Day
// column source: 来源 | Source
// column what: 载入 | Load
// column came: 新增 | Came
// column altered: 改动 | Changed
// column gone: 撤回 | Gone
MATCH (c:Change)
WHERE c.day >= $since AND (c.what = 'loaded' OR c.what = 'reloaded')
RETURN c.day AS day, c.source AS source, c.what AS what, c.came AS came, c.altered AS altered, c.gone AS gone
ORDER BY day DESC, source, what, came DESC, altered DESC, gone DESC

// What a trial or a load did, as tables: rows, what changes, what was sent back and why, which classes changed.
import { made } from "../account.js";
import { t, url } from "../net.js";

/** @param {string} words */
export function refusal(words) {
  const line = made("p", words, "alert");
  line.setAttribute("role", "alert");
  return line;
}

/** @param {[string, unknown][]} pairs */
function figures(pairs) {
  const list = made("ul", "", "figures");
  for (const [name, number] of pairs) {
    const one = made("li", "");
    one.append(made("b", String(number)), ` ${name}`);
    list.append(one);
  }
  return list;
}

/** @param {string[]} heads @param {(string | Node)[][]} rows @param {string} label */
function table(heads, rows, label) {
  const scroll = made("div", "", "scroll"), whole = made("table", "", "list"), head = made("tr", ""), body = made("tbody", "");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", label);
  for (const one of heads) { const cell = made("th", one); cell.setAttribute("scope", "col"); head.append(cell); }
  for (const row of rows) {
    const line = made("tr", "");
    for (const cell of row) { const one = made("td", ""); one.append(cell); line.append(one); }
    body.append(line);
  }
  const top = made("thead", "");
  top.append(head);
  whole.append(top, body);
  scroll.append(whole);
  return scroll;
}

/** What a job of an import did. @param {any} job */
export function outcome(job) {
  const found = job.result, dry = found.dry_run;
  /** @type {Node[]} */
  const out = [made("h3", dry ? t("试算的结果：什么也没有写入", "Tried: nothing was written") : t("载入了", "Loaded"))];
  const total = { added: 0, changed: 0, withdrawn: 0 };
  for (const one of found.reports ?? []) for (const name of /** @type {const} */ (["added", "changed", "withdrawn"])) if (!one.source.startsWith("derived-")) total[name] += one[name];
  out.push(figures([
    [dry ? t("会新增", "would be added") : t("新增", "added"), total.added],
    [dry ? t("会改动", "would be changed") : t("改动", "changed"), total.changed],
    [dry ? t("会撤回", "would be withdrawn") : t("撤回", "withdrawn"), total.withdrawn],
  ]));
  if (found.rows) out.push(figures([
    [t("行", "rows"), found.rows.total], [t("行能载入", "rows fit"), found.rows.loaded], [t("行没变", "unchanged"), found.rows.unchanged],
    [t("行并入", "merged"), found.rows.merged], [t("行退回", "sent back"), found.rows.rejected], [t("行不是数据", "no data"), found.rows.aside],
  ]));
  if (found.statements) out.push(figures([[t("条采信", "accepted"), found.statements.accepted], [t("条待审", "to review"), found.statements.candidate], [t("条驳回", "rejected"), found.statements.rejected]]));
  if (found.personal) out.push(made("p", t(`剔除个人信息 ${found.personal} 处，没有存。`, `${found.personal} personal data dropped, not stored.`), "meta"));
  if (found.coverage) out.push(made("p", found.coverage.completeness === "complete"
    ? t(`声明完整，覆盖 ${found.coverage.covers.length} 个环节。`, `Declared complete, covers ${found.coverage.covers.length} segments.`)
    : t("只算部分：名录里没有不等于没有。", "In part: what is not listed may still be there."), "meta"));
  for (const one of found.notes ?? []) out.push(made("p", t(one.zh, one.en), "meta"));
  if (found.unread?.length) out.push(made("p", t(`没有读的列：${found.unread.map((/** @type {any} */ one) => one.header).join("、")}`, `Columns not read: ${found.unread.map((/** @type {any} */ one) => one.header).join(", ")}`), "meta"));
  if (found.rejections?.length) {
    const book = job.files.find((/** @type {any} */ one) => one.name === "errors.xlsx");
    out.push(made("h3", t(`退回的 ${found.rows.rejected} 行：哪一格，为什么，怎么改`, `${found.rows.rejected} rows sent back: where, why, what to do`)));
    if (book?.href) {
      const line = made("p", ""), link = made("a", t("下载错误工作簿（退回的格子标在原表里）", "Workbook of errors, marked in their table"), "button");
      link.setAttribute("href", book.href);
      link.setAttribute("download", "");
      line.append(link, ` ${t("改好后整份再选一次。", "Correct it and choose the whole file again.")}`);
      out.push(line);
    }
    out.push(table([t("表", "Sheet"), t("行", "Row"), t("列", "Column"), t("写的是", "Value"), t("为什么退回", "Why"), t("怎么改", "What to do")],
      found.rejections.map((/** @type {any} */ one) => [one.sheet, String(one.row), `${one.column} ${one.header}`, one.value, t(one.reason, one.reason_en), t(one.remedy, one.remedy_en)]),
      t("退回的格子", "Rejected cells")));
    if (found.rejections_total > found.rejections.length) out.push(made("p", t(`列出前 ${found.rejections.length} 处，共 ${found.rejections_total} 处，全部在工作簿里。`, `First ${found.rejections.length} of ${found.rejections_total}; all are in the workbook.`), "meta"));
  }
  return out;
}

/** Which segments changed their class. @param {any[]} before @param {any[]} after */
export function classesChanged(before, after) {
  const old = new Map(before.map((row) => [`${row.chain}|${row.segment}`, row.class_zh]));
  const moved = after.filter((row) => (old.get(`${row.chain}|${row.segment}`) ?? "") !== row.class_zh);
  const title = made("h3", t(`类别变了的环节：${moved.length} 个`, `Segments whose class changed: ${moved.length}`));
  title.id = "moved";
  if (!moved.length) return [title, made("p", t("没有环节的类别因此改变。", "No class changed by it."), "meta")];
  const rows = moved.slice(0, 200).map((row) => {
    const link = made("a", row.name);
    link.setAttribute("href", url(`/chains/${encodeURIComponent(String(row.chain).slice(6))}`, { segment: row.segment }));
    return [link, row.chain_name, old.get(`${row.chain}|${row.segment}`) ?? "—", row.class_zh];
  });
  const more = moved.length > 200 ? [made("p", t("列出前 200 个。", "First 200 shown."), "meta")] : [];
  return [title, table([t("环节", "Segment"), t("产业链", "Chain"), t("原来", "Before"), t("现在", "Now")], rows, t("类别变了的环节", "Segments whose class changed")), ...more];
}

/** The caller's jobs. @param {any[]} jobs */
export function listed(jobs) {
  if (!jobs.length) return made("p", t("还没有。", "None yet."));
  return table([t("文件", "File"), t("做什么", "What"), t("状态", "State"), t("提交", "Submitted"), t("结果", "Files")], jobs.map((one) => {
    const files = made("span", "");
    for (const file of one.files) if (file.href) {
      const link = made("a", file.title);
      link.setAttribute("href", file.href);
      link.setAttribute("download", "");
      files.append(link, " ");
    }
    return [one.label, one.parameters.dry_run ? t("试算", "trial") : t("载入", "load"), one.problem ? `${one.state_name}：${one.problem.detail}` : one.state_name, one.created.slice(0, 16).replace("T", " "), files];
  }), t("我的任务", "My jobs"));
}

// Loading a file: proposed mapping, trial, load, its job with progress and cancelling, and what it changed.
import { json, t, url } from "../net.js";
import { may, perhaps, scopeWord, told, whoami, write } from "../session.js";
import { classesChanged, listed, outcome, refusal } from "./account.js";

/** @param {string} id @returns {any} */
const by = (id) => document.getElementById(id);
const form = /** @type {HTMLFormElement} */ (by("load")), go = /** @type {HTMLButtonElement} */ (by("go"));
const job = by("job"), words = by("job-words"), bar = /** @type {HTMLProgressElement} */ (by("job-bar")), result = by("result");
const GAPS = "/api/v1/gaps?limit=10000&fields=segment,name,chain,chain_name,class_zh,class";
let running = "", tried = "";

async function allowed() {
  const who = perhaps() ? await whoami().catch(() => null) : null;
  if (who && may(who, "load")) return true;
  by("no-key-why").textContent = who?.known
    ? t(`您登录用的密钥只有“${scopeWord(who.scope)}”权限，载入要“载入”权限。`, `Your key may only ${who.scope}; loading needs the scope load.`)
    : t("载入要登录，密钥要有“载入”权限。", "Loading needs signing in with a key of the scope load.");
  by("no-key-link").href = url("/sign-in", { back: location.pathname });
  by("no-key").hidden = false;
  return false;
}
const ready = allowed();

/** Fields that belong to what is sent. */
function arrange() {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-for]"))) one.hidden = one.dataset.for !== by("form").value;
  const own = by("form").value === "table" && by("mapping").value === "own";
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-own]"))) one.hidden = !own;
  go.disabled = tried !== state() || running !== "";
}

/** All that decides what a load does: what was tried is what is loaded. */
function state() {
  const file = by("file").files[0];
  return JSON.stringify([file?.name, file?.size, file?.lastModified, ...["form", "mapping", "yaml", "key", "covers", "as_of", "declared_by"].map((id) => by(id).value), by("complete").checked, by("replace").checked]);
}

/** @param {boolean} dry */
function sent(dry) {
  const data = new FormData(), kind = by("form").value;
  data.set("form", kind);
  for (const id of ["key", ...(kind === "table" ? ["covers", "as_of", "declared_by"] : [])]) if (by(id).value.trim()) data.set(id, by(id).value.trim());
  if (kind === "table" && by("complete").checked) data.set("complete", "true");
  if (kind === "table" && by("mapping").value !== "own") data.set("mapping", by("mapping").value);
  if (kind === "table" && by("mapping").value === "own") data.set("mapping", new Blob([by("yaml").value]), "mapping.yaml");
  if (by("replace").checked) data.set("replace", "true");
  if (dry) data.set("dry_run", "true");
  data.set("file", by("file").files[0]);
  return data;
}

/** Follow a job to its end. @param {import("../session.js").Told} first */
async function follow(first) {
  if (!first.ok) return first;
  running = first.data.links.self;
  job.hidden = false;
  let now = first;
  try {
    while (now.ok && ["queued", "running"].includes(now.data.state)) {
      const one = now.data;
      words.textContent = one.cancelling ? t("正在取消…", "Cancelling…")
        : one.state === "queued" ? t(`排队中，前面还有 ${one.position ?? 0} 个`, `Waiting; ${one.position ?? 0} before it`)
        : `${one.kind_name}：${one.progress.sentence || one.state_name}`;
      if (one.progress.total) { bar.max = one.progress.total; bar.value = one.progress.done; } else bar.removeAttribute("value");
      now = await told(await fetch(`${running}?wait=1`, { headers: { Accept: "application/json" } }));
    }
  } finally {
    running = "";
    job.hidden = true;
  }
  if (now.ok && now.data.problem) return { ...now, ok: false, code: now.data.problem.code, words: now.data.problem.detail };
  if (now.ok && now.data.state === "cancelled") return { ...now, ok: false, code: "cancelled", words: t("取消了，库和原来一样。", "Cancelled; the store is as it was.") };
  return now;
}

/** @param {boolean} dry */
async function send(dry) {
  if (!(await ready)) { by("no-key").focus(); return; }
  if (running || !form.reportValidity()) return;
  const asked = state();
  result.replaceChildren();
  const before = dry ? null : await json(GAPS).catch(() => null);
  const answer = await follow(await write("POST", "/api/v1/imports", sent(dry))).catch(() => null);
  if (!answer?.ok) { result.append(refusal(answer?.words || t("没有连上服务。", "The service did not answer."))); }
  else {
    result.append(...outcome(answer.data));
    tried = dry ? asked : "";
    if (before) result.append(...classesChanged(before.data, (await json(GAPS)).data));
  }
  arrange();
  result.focus();
  mine();
}

async function propose() {
  if (!(await ready)) { by("no-key").focus(); return; }
  if (!by("file").files[0]) { by("mapping").value = by("mapping").options[0].value; form.reportValidity(); return; }
  const data = new FormData();
  data.set("file", by("file").files[0]);
  result.replaceChildren();
  const answer = await follow(await write("POST", "/api/v1/imports/guess", data)).catch(() => null);
  if (!answer?.ok) { by("mapping").value = by("mapping").options[0].value; result.append(refusal(answer?.words || t("没有连上服务。", "The service did not answer."))); arrange(); return; }
  const found = answer.data.result;
  by("yaml").value = found.yaml;
  by("mapping").value = "own";
  const line = document.createElement("p");
  line.textContent = t(`猜的映射：认出 ${Object.keys(found.placed).length} 列，没认出 ${found.unplaced.length} 列。请看过、改正再试算。`, `Proposed: ${Object.keys(found.placed).length} columns placed, ${found.unplaced.length} not. Correct it, then try.`);
  result.append(line);
  arrange();
  by("yaml").focus();
}

async function mine() {
  if (!perhaps() || !(await whoami().catch(() => null))?.known) return;
  const found = await json("/api/v1/jobs?kind=import&limit=8").catch(() => null);
  if (found) by("mine").replaceChildren(listed(found.data));
}

form.addEventListener("submit", (event) => { event.preventDefault(); send(true); });
form.addEventListener("input", arrange);
form.addEventListener("change", (event) => { if (event.target === by("mapping") && by("mapping").value === "?") propose(); else arrange(); });
go.addEventListener("click", () => send(false));
by("cancel").addEventListener("click", async () => { if (running) { const asked = await write("DELETE", running); if (!asked.ok) words.textContent = asked.words; } });
addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
arrange();
mine();

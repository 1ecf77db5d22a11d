// The graph browser: what buttons, keys and the mouse do.
import { onKey, typing } from "../keys.js";
import { add, clear, expand, fold, open, startFinding, tapped, undo } from "./acts.js";
import { fileAddress } from "./ask.js";
import { adder } from "./beside.js";
import { hint } from "./card.js";
import { arrange, notice, pick, refresh } from "./draw.js";
import { csv, graphml, save, svg } from "./exports.js";
import { legend, table } from "./panel.js";
import { byId, data, keep, on, remember, stage, state } from "./state.js";
import * as views from "./view.js";
import { t } from "./words.js";

Object.assign(on, { pick: tapped, expand, over, moved: (/** @type {string} */ id) => { keep(); state.pinned.add(id); refresh(); } });

/** @param {boolean} on */
function twin(on) {
  state.tabled = on;
  byId("rows").hidden = !on;
  byId("stage").hidden = on;
  byId("as-table").setAttribute("aria-pressed", String(on));
  byId("as-picture").setAttribute("aria-pressed", String(!on));
  if (on) { table(byId("rows"), data, state.shown, state.picked, (id) => pick(id)); byId("rows").focus(); }
  else { stage.cy.resize(); stage.fit(); byId("stage").focus(); }
  remember();
}

/** @param {string} id @param {MouseEvent | null} event */
function over(id, event) {
  const place = byId("hint");
  place.hidden = !id || !event;
  if (!id || !event) return;
  place.textContent = "";
  place.append(hint(data, id));
  const room = place.getBoundingClientRect(), y = event.clientY + 16;
  place.style.left = `${Math.max(6, Math.min(event.clientX + 14, innerWidth - room.width - 8))}px`;
  place.style.top = `${y + room.height > innerHeight - 8 ? Math.max(6, y - room.height - 30) : y}px`;
}

/** Along a relation in a direction. @param {number} dx @param {number} dy */
function step(dx, dy) {
  const from = data.nodes.has(state.picked) ? state.picked : data.edges.get(state.picked)?.target || [...data.starts].find((id) => state.shown.nodes.has(id)) || [...state.shown.nodes][0];
  if (!from) return;
  if (from !== state.picked) { pick(from, true); return; }
  const at = stage.places(), here = at.get(from);
  let best = "", most = 0.2;
  for (const edge of data.at.get(from) || []) {
    const id = data.other(data.edges.get(edge), from);
    if (!state.shown.edges.has(edge)) continue;
    const x = at.get(id).x - here.x, y = at.get(id).y - here.y, far = Math.hypot(x, y) || 1, way = (x * dx + y * dy) / far - far / 20000;
    if (way > most) { most = way; best = id; }
  }
  if (best) pick(best, true);
}

/** @param {string} what */
async function give(what) {
  if (!state.shown.nodes.size) return;
  const title = byId("title").textContent;
  if (what === "csv") save(csv(data, state.shown), `${title}.csv`);
  else if (what === "graphml") save(graphml(data, state.shown), `${title}.graphml`);
  else if (what === "svg") save(svg(data, state.shown, stage.places(), (id) => stage.box(id).width), `${title}.svg`);
  else if (what === "html") location.href = fileAddress(state.loads[0].key, state.loads[0].hops || 1, state.loads[0].most);
  else {
    const room = stage.cy.elements().not(".gone").boundingBox(), scale = Math.max(0.05, Math.min(2, 8000 / room.w, 8000 / room.h));
    save(await stage.cy.png({ output: "blob-promise", full: true, scale, bg: "#ffffff" }), `${title}.png`);
  }
}

adder(byId("add"), byId("added"), data, (key) => add(key));
legend(byId("legend"));
byId("as-table").addEventListener("click", () => twin(true));
byId("as-picture").addEventListener("click", () => twin(false));
byId("layout").addEventListener("change", () => { keep(); arrange(); });
byId("fit").addEventListener("click", () => stage.fit());
byId("pin").addEventListener("click", pin);
byId("way").addEventListener("click", startFinding);
byId("undo").addEventListener("click", undo);
byId("clear").addEventListener("click", clear);
byId("source").addEventListener("change", () => { keep(); data.source = byId("source").value; refresh(); });
byId("since").addEventListener("change", () => { keep(); data.since = byId("since").value; refresh(); });
byId("share").addEventListener("click", async () => {
  try { await navigator.clipboard.writeText(location.href); notice(t("链接已复制：谁打开都是这一幅（只要库一样）", "Copied: it opens this very view")); } catch { notice(location.href); }
});
for (const one of document.querySelectorAll("[data-export]")) one.addEventListener("click", () => give(String(one.getAttribute("data-export"))));

function pin() {
  if (!data.nodes.has(state.picked)) return;
  keep();
  state.pinned.has(state.picked) ? state.pinned.delete(state.picked) : state.pinned.add(state.picked);
  refresh();
}

/** Keys of the picture do not take Enter and arrows from buttons and tables. @param {() => void} act */
const free = (act) => (/** @type {KeyboardEvent} */ event) => {
  const here = event.target;
  if (here instanceof HTMLElement && here !== document.body && here.id !== "stage" && /^(Enter|Arrow)/.test(event.key)) { if (event.key === "Enter") here.click(); return; }
  act();
};
for (const [key, act] of /** @type {[string, () => void][]} */ ([
  ["t", () => twin(!state.tabled)], ["f", () => stage.fit()], ["p", startFinding], ["u", undo], ["k", pin], ["+", () => expand(state.picked)], ["=", () => expand(state.picked)], ["-", () => fold(state.picked, () => true)],
  ["Escape", () => { state.finding = ""; byId("way").setAttribute("aria-pressed", "false"); state.lit = new Set(); notice(""); pick(""); }], ["Enter", () => byId("card").focus()], ["/", () => { byId("add").focus(); byId("add").select(); }],
  ["ArrowLeft", () => step(-1, 0)], ["ArrowRight", () => step(1, 0)], ["ArrowUp", () => step(0, -1)], ["ArrowDown", () => step(0, 1)],
])) onKey(key, free(act));
addEventListener("resize", () => { if (!state.tabled) stage.cy.resize(); });
addEventListener("hashchange", () => { const view = views.read(location.hash); if (view && !typing(document.activeElement)) open(view); });

const first = views.read(location.hash), asked = new URLSearchParams(location.search).get("key");
refresh();
if (first) { await open(first); if (first.t) twin(true); }
else if (asked) await add(asked);
document.documentElement.dataset.ready = "yes";
window.liantuGraph = { data, stage, shown: () => state.shown, picked: () => state.picked, pick, add, expand, undo, arrange, busy: () => state.busy, pinned: () => state.pinned, lit: () => state.lit };

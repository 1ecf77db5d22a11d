// How things and relations are drawn: colour and character of a kind, colour and dash of what a statement is worth.
import { short, t, visible } from "./words.js";

export const INK = "#15263a";
export const INK2 = "#4a5b6c";
export const BRAND = "#17548f";
export const HALO = "#cfe0f3";
export const PAPER = "#ffffff";
/** @type {Record<string, string>} */
export const COLOURS = {
  firm: "#17548f", platform: "#22675f", industry: "#3b3f8c", product: "#7a4b1c", other: "#55626f", place: "#4b6b1f", project: "#6b3f63",
};
/** @type {Record<string, {colour: string, ink: string, dash: number[] | null}>} */
export const LINES = {
  done: { colour: "#1b5faa", ink: "#1b5faa", dash: null },
  planned: { colour: "#b26a00", ink: "#8a5200", dash: [8, 4] },
  candidate: { colour: "#6a3ab2", ink: "#6a3ab2", dash: [2, 4] },
};
export const FONT = '"Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei","PingFang SC","WenQuanYi Micro Hei",sans-serif';
export const HEIGHT = 28;
export const MARK = 24;

/** Candidate wins over status, status over accepted. @param {{status: string, review: string}} said */
export function worth(said) {
  if (said.review === "candidate" || said.review === "rejected") return "candidate";
  return said.status === "" || said.status === "done" ? "done" : "planned";
}

/** What a line means. */
export function meanings() {
  return [["done", t("已采信，已实施", "accepted, done")], ["planned", t("规划、目标、申报", "planned, aimed at")], ["candidate", t("候选，待审，不计入", "candidate, not counted")]];
}

/** What a colour means: character, colour, words. */
export function legendKinds() {
  return [
    ["企", "firm", t("企业", "firm")], ["载", "platform", t("平台、集群", "platform")], ["业", "industry", t("产业、环节、链", "industry")],
    ["品", "product", t("产品、技术", "product")], ["机", "other", t("机构、角色", "body")], ["地", "place", t("地区、镇街", "place")],
    ["项", "project", t("项目、政策", "project")],
  ];
}

/** A name as it stands in a box. @param {string} name */
export function boxText(name) {
  return short(visible(name), 18);
}

const widths = new Map();
const DIM = 0.4;
/** Below it names cannot be read. */
const FAR = 0.38;

/** @param {CanvasRenderingContext2D} ctx @param {any} box @param {number} scale */
function drawMark(ctx, box, scale) {
  const side = Math.min(10 / scale, HEIGHT * 1.6);
  ctx.save();
  ctx.globalAlpha = box.state === "dim" ? DIM : 1;
  ctx.fillStyle = box.colour;
  ctx.fillRect(box.x - side / 2, box.y - side / 2, side, side);
  ctx.fillStyle = PAPER;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `bold ${side * 0.8}px ${FONT}`;
  ctx.fillText(box.sign, box.x, box.y + side * 0.04);
  ctx.restore();
}

/** Width of a box, measured once a text. @param {CanvasRenderingContext2D} ctx @param {string} text */
export function boxWidth(ctx, text) {
  let known = widths.get(text);
  if (known === undefined) {
    ctx.font = `13px ${FONT}`;
    known = Math.ceil(ctx.measureText(text).width) + MARK + 16;
    widths.set(text, known);
  }
  return known;
}

/**
 * Draw a box with its mark around a point.
 * @param {CanvasRenderingContext2D} ctx
 * @param {{x: number, y: number, text: string, sign: string, colour: string, state: string}} box state: "", "start", "on", "dim"
 * @param {number} scale px on the screen for one of the picture: from afar only marks are drawn, so that kinds can be told
 */
export function drawBox(ctx, box, scale = 1) {
  if (scale < FAR && box.state !== "on" && box.state !== "start") {
    drawMark(ctx, box, scale);
    return;
  }
  const width = boxWidth(ctx, box.text), left = box.x - width / 2, top = box.y - HEIGHT / 2;
  ctx.save();
  ctx.globalAlpha = box.state === "dim" ? DIM : 1;
  if (scale < FAR) {
    // What was asked for keeps a size that can be read.
    const grow = Math.min(0.9 / scale, 9);
    ctx.translate(box.x, box.y);
    ctx.scale(grow, grow);
    ctx.translate(-box.x, -box.y);
  }
  if (box.state === "on") {
    ctx.strokeStyle = BRAND;
    ctx.lineWidth = 2;
    ctx.strokeRect(left - 4, top - 4, width + 8, HEIGHT + 8);
  }
  const full = box.state === "on" || box.state === "start";
  ctx.fillStyle = full ? box.colour : PAPER;
  ctx.fillRect(left, top, width, HEIGHT);
  ctx.fillStyle = box.colour;
  ctx.fillRect(left, top, MARK, HEIGHT);
  ctx.strokeStyle = box.colour;
  ctx.lineWidth = 1.4;
  ctx.strokeRect(left, top, width, HEIGHT);
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.fillStyle = PAPER;
  ctx.font = `bold 13px ${FONT}`;
  ctx.fillText(box.sign, left + MARK / 2, box.y + 1);
  ctx.textAlign = "left";
  ctx.fillStyle = full ? PAPER : INK;
  ctx.font = `${full ? "bold " : ""}13px ${FONT}`;
  ctx.fillText(box.text, left + MARK + 8, box.y + 1, width - MARK - 12);
  ctx.restore();
}

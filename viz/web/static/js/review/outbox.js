// Decisions on their way: sent one load of them after another, so that nobody waits between two decisions.
import { told, write } from "../session.js";

/**
 * @typedef {{ key: string, etag: string, body: Record<string, any> }} Decision
 * @typedef {{ code: string, words: string }} Failure
 * @typedef {{ left(): void, done(decision: Decision, result: any): void, failed(decision: Decision, why: Failure): void, stopped(why: Failure): void }} Listener
 * @typedef {(batch: Decision[]) => Promise<import("../session.js").Told>} Send
 */

const LATER = new Set([429, 503]), MOST = 50;

/** Wait for a job to be over, and answer as what asked for it would have. @param {import("../session.js").Told} first */
export async function followed(first) {
  let now = first;
  while (now.status === 202 || (now.ok && now.data && ["queued", "running"].includes(now.data.state))) {
    now = await told(await fetch(`${now.data.links.self}?wait=30`, { headers: { Accept: "application/json" } }));
    if (now.ok && now.data.state === "done") return { ...now, data: now.data.result };
    if (now.ok && now.data.problem) return { ...now, ok: false, status: now.data.problem.status, code: now.data.problem.code, words: now.data.problem.detail };
    if (now.ok && now.data.state === "cancelled") return { ...now, ok: false, status: 409, code: "JobOver", words: now.data.state_name };
  }
  return now;
}

export class Outbox {
  /** @param {Send} send @param {Listener} listener @param {number} [most] decisions at a time */
  constructor(send, listener, most = MOST) {
    this.send = send;
    this.listener = listener;
    this.most = most;
    /** @type {Decision[]} */
    this.waiting = [];
    /** @type {Decision[]} */
    this.out = [];
    addEventListener("beforeunload", (event) => { if (this.size) event.preventDefault(); });
  }

  get size() { return this.waiting.length + this.out.length; }

  /** @param {Decision} decision */
  add(decision) {
    this.waiting.push(decision);
    this.listener.left();
    this.run();
  }

  /** Take back what was not sent yet; whether there was anything. @param {string} key */
  takeBack(key) {
    const at = this.waiting.findIndex((one) => one.key === key);
    if (at < 0) return false;
    this.waiting.splice(at, 1);
    this.listener.left();
    return true;
  }

  async run() {
    if (this.out.length) return;
    let most = this.most;
    while (this.waiting.length) {
      this.out = this.waiting.splice(0, most);
      this.listener.left();
      const answer = await this.deliver(this.out);
      const batch = this.out;
      if (answer.ok) {
        const results = answer.data?.decided ?? [answer.data];
        this.out = [];
        batch.forEach((one, at) => this.listener.done(one, results[at] ?? {}));
      } else if (LATER.has(answer.status) && answer.code !== "JobInterrupted") {
        this.waiting.unshift(...batch);
        await new Promise((go) => setTimeout(go, 1000 * Number(answer.headers?.get("retry-after") ?? 2)));
      } else if (answer.status === 401 || answer.status === 403 || answer.status === 0) {
        this.waiting.unshift(...batch);
        this.out = [];
        this.listener.stopped(answer);
        return;
      } else if (batch.length > 1) {
        this.waiting.unshift(...batch); // one of them does not go: each by itself tells which
        most = 1;
        continue;
      } else {
        this.out = [];
        this.listener.failed(batch[0], answer);
      }
      this.out = [];
      this.listener.left();
      if (most === 1 && !this.waiting.length) most = this.most;
    }
  }

  /** @param {Decision[]} batch */
  async deliver(batch) {
    try {
      return await followed(await this.send(batch));
    } catch {
      return { ok: false, status: 0, code: "", words: "", data: null, headers: new Headers() };
    }
  }
}

/** Statements, as many as there are, all or none. @type {Send} */
export const sendStatements = (batch) => write("POST", "/api/v1/review", {
  decisions: batch.map((one) => ({ statement: one.key, etag: one.etag, ...one.body })),
});

/** Names, one pair at a time. @type {Send} */
export const sendPair = ([one]) => write("POST", "/api/v1/review/pairs", one.body, { "If-Match": one.etag });

// Saving: what changed goes to the server in one request, soon after it changed.
import { cents, fixed, tidied } from "./amounts.js";
import { data, faultOfApproved, isBlank } from "./cells.js";
import { cellsOf, rowOf } from "./sheet.js";
import { freshToken } from "../session.js";

const PAUSE = 3000;
const RETRY = 15000;
const WORDS = { saved: "已保存", saving: "正在保存…", dirty: "未保存", conflict: "冲突：他人已修改" };

export class Saver {
  #timer = 0;
  #told = new WeakMap(); // what the server said of a row as it was sent
  #newProjects = new Set();

  constructor({ sheet, token, approved, onState, onConflict, onSaved }) {
    Object.assign(this, { sheet, token, approved, onState, onConflict, onSaved });
    this.version = data.version;
    this.seen = new Map(data.rows.map(([key, ...cells]) => [key, cells]));
    this.seenApproved = data.approved_total;
    this.ids = new Map();
    this.state = "saved";
    this.#hear(data.faults, new Map(sheet.rows.map((row) => [row.key, row])));
  }

  // What the server found wrong in a row that nobody touched since.
  faultsOf(row) { return this.#told.get(row) || {}; }

  id(row) { return this.ids.get(row.key) || row.key; }

  get mine() {
    return new Map(this.sheet.rows.filter((row) => !isBlank(row)).map((row) => [this.id(row), row]));
  }

  get difference() {
    const mine = this.mine;
    return {
      rows: [...mine].filter(([id, row]) => !same(this.seen.get(id), cellsOf(row))),
      removed: [...this.seen.keys()].filter((id) => !mine.has(id)),
      order: [...mine.keys()],
    };
  }

  // The approved total to be kept; a wrong one waits until it is mended. Not every sheet has one.
  get wantedApproved() {
    if (!this.approved) return "";
    const text = tidied(this.approved.value);
    if (faultOfApproved(text)) return this.seenApproved;
    return text && fixed(cents(text));
  }

  get isDirty() {
    const { rows, removed } = this.difference;
    return rows.length + removed.length + this.#newProjects.size > 0 || this.wantedApproved !== this.seenApproved;
  }

  changed() {
    if (this.state === "conflict") return;
    clearTimeout(this.#timer);
    if (!this.isDirty) {
      if (this.state !== "saving") this.#set("saved");
      return;
    }
    if (this.state !== "saving") this.#set("dirty");
    this.#timer = setTimeout(() => this.save(), PAUSE);
  }

  make(projects) {
    for (const one of projects) this.#newProjects.add(one);
    return this.save();
  }

  async save() {
    clearTimeout(this.#timer);
    if (this.state === "saving" || this.state === "conflict") return;
    if (!this.isDirty) { this.#set("saved"); return; }
    const { rows, removed, order } = this.difference;
    const sent = new Map(rows);
    const projects = [...this.#newProjects];
    const approved = this.wantedApproved;
    this.#set("saving");
    const answer = await this.#ask({
      version: this.version,
      seen: [...this.seen].map(([key, cells]) => [key, ...cells]),
      rows: rows.map(([key, row]) => [key, ...cellsOf(row)]),
      removed,
      order,
      new_projects: projects,
      approved_total: approved === this.seenApproved ? null : approved,
    });
    if (answer.status === 200) {
      this.#newProjects.clear();
      this.#kept(answer.body, sent, removed, projects);
    } else if (answer.status === 409 && !(answer.body.message && !answer.body.changed.length)) {
      this.#set("conflict");
      this.onConflict(answer.body);
    } else this.#failed(answer);
  }

  async #ask(body, isAgain = false) {
    try {
      const response = await fetch(location.pathname, {
        method: "POST", redirect: "manual", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(body),
      });
      if (response.status === 403 && !isAgain) {
        const token = await freshToken();
        if (token) {
          this.token = token;
          return await this.#ask(body, true);
        }
      }
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: response.status, body: isJson ? await response.json() : {} };
    } catch {
      return { status: 0, body: {} };
    }
  }

  #kept(body, sent, removed, projects) {
    this.version = body.version;
    for (const key of removed) this.seen.delete(key);
    const canonical = new Map();
    const mine = this.mine;
    for (const [key, [kept, ...cells]] of Object.entries(body.rows)) {
      const row = sent.get(key) || mine.get(key);
      this.seen.delete(key);
      this.seen.set(kept, cells);
      if (!row) continue;
      if (kept !== key) this.ids.set(row.key, kept);
      if (!same(cells, cellsOf(row))) canonical.set(row, rowOf(row.key, cells));
    }
    if (this.approved && this.seenApproved !== body.approved_total && !body.faults.some(([key]) => key === "")) {
      if (document.activeElement !== this.approved) this.approved.value = body.approved_total;
      this.seenApproved = body.approved_total;
    }
    const byKey = new Map([...sent].map(([key, row]) => [key, canonical.get(row) || row]));
    for (const row of this.sheet.rows) if (!byKey.has(this.id(row))) byKey.set(this.id(row), row);
    this.#hear(body.faults, byKey);
    this.state = "dirty";
    this.onSaved(body, projects);
    this.sheet.replace(this.sheet.rows.map((row) => canonical.get(row) || row));
    this.changed();
  }

  // The server judges all rows each time: what it said before no longer counts.
  #hear(faults, rows) {
    this.#told = new WeakMap();
    const told = new Map();
    for (const [key, column, message] of faults) {
      const row = rows.get(key);
      if (row) told.set(row, { ...told.get(row), [column]: message });
    }
    for (const [row, said] of told) this.#told.set(row, said);
  }

  #failed({ status, body }) {
    const words = {
       0: "未保存：连不上服务器，稍后自动重试",
       403: "未保存：没有权限，或登录已更换，请在新窗口登录后再保存", 404: "未保存：没有权限修改本表",
    };
    this.#set("dirty", body.message ? `未保存：${body.message}` : words[status] || "未保存：服务器出错，稍后自动重试");
    if (status === 0 || status >= 500) this.#timer = setTimeout(() => this.save(), RETRY);
  }

  // The rows as a merge left them, on top of what the server has now.
  rebase(version, seen, approved) {
    Object.assign(this, { version, seen, seenApproved: approved, state: "dirty" });
  }

  #set(state, words = WORDS[state]) {
    this.state = state;
    this.onState(state, words);
  }
}

function same(seen, cells) {
  return seen !== undefined && seen.every((text, place) => text === cells[place]);
}

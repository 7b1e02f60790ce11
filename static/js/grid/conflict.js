// The dialog that shows what others changed and asks, cell by cell, whose value stays.
import { COLUMN, COLUMNS } from "./cells.js";
import { cells, merged, settled } from "./merge.js";
import { cellsOf, rowOf } from "./sheet.js";

const KINDS = { added: "新增", changed: "修改", removed: "删除" };

export class Conflict {
  constructor(saver, approved, onMerged) {
    Object.assign(this, { saver, approved, onMerged });
    this.dialog = document.getElementById("conflict");
    this.form = this.dialog.querySelector("form");
    this.form.addEventListener("submit", (event) => this.#decided(event));
    this.dialog.querySelector("[data-do=later]").addEventListener("click", () => this.dialog.close());
  }

  open(answer) {
    this.answer = answer;
    const mine = new Map([...this.saver.mine].map(([id, row]) => [id, cellsOf(row)]));
    this.plan = merged(mine, this.saver.seen, answer.changed);
    const value = this.saver.wantedApproved;
    const [seen, theirs] = [this.saver.seenApproved, answer.approved_total];
    if (value !== seen && theirs !== seen && value !== theirs) {
      this.plan.conflicts.push({ kind: "approved", mine: value, theirs });
    }
    this.dialog.querySelector("[data-by]").textContent = answer.by
      ? `${answer.by} 于 ${new Date(answer.at).toLocaleString("zh-CN")} 保存了以下修改。` : "您打开之后，其他人修改了下列内容。";
    this.dialog.querySelector("tbody").replaceChildren(...answer.changed.map(told));
    this.dialog.querySelector("table").hidden = answer.changed.length === 0;
    this.dialog.querySelector("[data-choices]").replaceChildren(...this.plan.conflicts.map((one, number) => asked(one, number, this.#place(one))));
    this.dialog.showModal();
  }

  #place({ key }) {
    const place = this.saver.sheet.rows.findIndex((row) => this.saver.id(row) === key);
    return place < 0 ? "" : `第 ${place + 1} 行`;
  }

  #decided(event) {
    event.preventDefault();
    const decisions = this.plan.conflicts.map((_, number) => new FormData(this.form).get(`choice-${number}`));
    const plan = settled(this.plan, decisions);
    this.plan.conflicts.forEach((one, number) => {
      if (one.kind === "approved" && decisions[number] === "theirs") this.approved.value = one.theirs;
    });
    if (this.approved && this.saver.wantedApproved === this.saver.seenApproved) this.approved.value = this.answer.approved_total;
    const seen = new Map(this.saver.seen);
    for (const { kind, key, after } of this.answer.changed) {
      if (kind === "removed") seen.delete(key);
      else seen.set(key, cells(after));
    }
    const rows = this.#rows(plan);
    this.saver.rebase(this.answer.version, seen, this.answer.approved_total);
    this.dialog.close();
    this.onMerged(rows, this.answer.projects);
  }

  #rows(plan) {
    const rows = this.saver.sheet.rows.filter((row) => !plan.drop.has(this.saver.id(row)));
    const known = new Set(rows.map((row) => this.saver.id(row)));
    const replaced = rows.map((row) => {
      const put = plan.put.get(this.saver.id(row));
      return put ? rowOf(row.key, put) : row;
    });
    const added = [...plan.put].filter(([id]) => !known.has(id)).map(([id, put]) => rowOf(id, put));
    return [...replaced.slice(0, -1), ...added, ...replaced.slice(-1)];
  }
}

function told({ kind, before, after }) {
  const line = document.createElement("tr");
  const values = after || before;
  line.append(cell("th", KINDS[kind]), ...COLUMNS.map((column) => {
    const was = before && after && before[column] !== after[column];
    return cell("td", was ? `${before[column] || "（空）"} → ${after[column] || "（空）"}` : values[column], was);
  }));
  line.firstElementChild.scope = "row";
  return line;
}

function cell(name, text, isMarked = false) {
  const element = document.createElement(name);
  const inner = isMarked ? document.createElement("strong") : document.createTextNode("");
  inner.textContent = text;
  element.append(inner);
  return element;
}

function asked(conflict, number, place) {
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = `${place}${question(conflict)}`;
  set.append(legend, radio(number, "mine", `保留我的：${conflict.kind === "i-removed" ? "删除此行" : words(conflict.mine)}`),
    radio(number, "theirs", `采用他人的：${conflict.kind === "they-removed" ? "删除此行" : words(conflict.theirs)}`));
  return set;
}

function question({ kind, column }) {
  if (kind === "approved") return "批复数：两人都改了";
  if (kind === "cell") return `${COLUMN[column].label}：两人都改了`;
  return kind === "they-removed" ? "：我改了，他人删除了" : "我删除了一行，他人改了它";
}

function words(value) {
  return Array.isArray(value) ? value.filter(Boolean).join(" ") : value || "（空）";
}

function radio(number, value, text) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: `choice-${number}`, value, required: true });
  label.append(input, ` ${text}`);
  return label;
}

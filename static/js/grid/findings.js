// What the rule-book finds in the rows as they are saved: asked for after each save, in a list and at the rows.
import { COLUMN } from "./cells.js";

const PAUSE = 400;
const LISTED = 200;

export class Findings {
  #timer = 0;
  #asked = new AbortController();

  // onFound(): other findings than before stand in `found`.
  constructor(saver, first, onFound) {
    Object.assign(this, { saver, found: first.found, onFound });
    this.element = document.getElementById("findings");
  }

  // Ask soon: what is saved in the meantime is asked about once.
  ask() {
    clearTimeout(this.#timer);
    this.#asked.abort();
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    this.#asked = new AbortController();
    this.#say("正在检查…");
    try {
      const response = await fetch("findings", { credentials: "same-origin", redirect: "manual", signal: this.#asked.signal });
      const body = await response.json();
      // Findings on other contents than those seen here would stand at the wrong rows.
      if (body.version !== this.saver.version) return this.#say("未检查：他人已修改本表，保存时合并后再检查");
      this.found = body.found;
      this.#say(body.summary);
    } catch (error) {
      if (error.name !== "AbortError") this.#say("未检查：连不上服务器或登录已失效");
      return undefined;
    }
    return this.onFound();
  }

  #say(words) {
    this.element.querySelector("[data-summary]").textContent = words;
  }

  // By the id of a row and by column, what was found there.
  get byRow() {
    const rows = new Map();
    for (const one of this.found) {
      for (const id of one.keys) {
        const row = rows.get(id) || {};
        rows.set(id, { ...row, [one.column]: [...(row[one.column] || []), one] });
      }
    }
    return rows;
  }

  // places: the numbers of the rows by their ids. What stands in no row leads to its page.
  list(places) {
    this.element.querySelector("ol").replaceChildren(...this.found.slice(0, LISTED).map((one) => {
      const item = document.createElement("li");
      const grade = document.createElement("strong");
      const keys = one.keys.filter((key) => places.has(key));
      const way = document.createElement(keys.length ? "button" : one.target ? "a" : "span");
      item.className = one.severity;
      grade.textContent = one.grade;
      if (keys.length) {
        const others = keys.length > 1 ? `等 ${keys.length} 行` : "";
        way.textContent = `第 ${places.get(keys[0]) + 1} 行${others} ${COLUMN[one.column].label}`;
        Object.assign(way.dataset, { key: keys[0], column: one.column });
        way.type = "button";
      } else {
        way.textContent = one.place;
        if (one.target) way.href = one.target;
      }
      item.append(grade, ` ${one.rule} `, way, ` ${one.message}`);
      return item;
    }));
  }
}

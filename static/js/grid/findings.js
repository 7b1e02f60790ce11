// What the rule-book finds in the rows as they are saved: asked for after each save, in a list and at the rows.
import { leads } from "./leads.js";

const PAUSE = 400;

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
    let told = { summary: "未检查：连不上服务器或登录已失效", found: [] };
    try {
      const response = await fetch("findings", { credentials: "same-origin", redirect: "manual", signal: this.#asked.signal });
      told = await response.json();
      // Findings on other contents than those seen here would stand at the wrong rows.
      if (told.version !== this.saver.version) told = { summary: "未检查：他人已修改本表，保存时合并后再检查", found: [] };
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    this.found = told.found;
    this.#say(told.summary);
    this.onFound();
  }

  #say(words) {
    this.element.querySelector("[data-summary]").textContent = words;
  }

  // What was found, by the key of the row and by column; the list leads to where the rows stand now.
  at(rows) {
    const places = new Map(this.found.length ? rows.map((row, place) => [this.saver.id(row), place]) : []);
    const byKey = new Map();
    leads(this.element.querySelector("ol"), this.found.map((one) => {
      const named = one.keys.map((id) => places.get(id)).filter((place) => place !== undefined);
      for (const { key } of named.map((place) => rows[place])) {
        const told = byKey.get(key) || {};
        byKey.set(key, { ...told, [one.column]: [...(told[one.column] || []), one] });
      }
      const more = named.length > 1 ? `等 ${named.length} 行` : "";
      const { severity, column, target, place, message } = one;
      return { grade: `${one.grade} ${one.rule}`, severity, row: named[0], column, more, href: target, name: place, words: message };
    }));
    return byKey;
  }
}

// Running totals of what is entered, in whole cents.
import { cents, shown } from "./amounts.js";

export function summed(rows, faults, data) {
  const sums = { total: 0n, basic: 0n, project: 0n, waiting: 0n, rows: 0, faulty: 0, funds: new Map(), functional: new Map(), economic: new Map() };
  const groups = new Map(data.sources);
  for (const row of rows) {
    const amount = cents(row.amount);
    const isFaulty = faults.has(row.key);
    if (isFaulty) { sums.faulty += 1; sums.waiting += amount || 0n; }
    if (amount === null) continue;
    sums.rows += 1;
    sums.total += amount;
    sums[row.project ? "project" : "basic"] += amount;
    add(sums.funds, groups.get(row.source) || "资金来源未定", amount);
    add(sums.functional, row.functional.slice(0, 3), amount);
    add(sums.economic, row.economic.slice(0, 3), amount);
  }
  return sums;
}

function add(sums, name, amount) {
  sums.set(name, (sums.get(name) || 0n) + amount);
}

export function show(root, sums, approved, names) {
  const put = (name, text) => { root.querySelector(`[data-sum="${name}"]`).textContent = text; };
  for (const name of ["total", "basic", "project"]) put(name, shown(sums[name]));
  const expected = approved === "" ? null : cents(approved);
  const difference = expected === null ? null : sums.total - expected;
  put("difference", difference === null ? "—" : shown(difference));
  root.querySelector("[data-sum='difference']").classList.toggle("is-off", Boolean(difference));
  put("waiting", sums.faulty ? `${sums.faulty} 行，${shown(sums.waiting)}` : "无");
  list(root.querySelector("[data-sums='funds']"), sums.funds, (name) => name);
  for (const kind of ["functional", "economic"]) {
    const named = (code) => (names[kind].get(code) ? `${code} ${names[kind].get(code)}` : "科目未定");
    list(root.querySelector(`[data-sums='${kind}']`), new Map([...sums[kind]].sort()), named);
  }
}

function list(element, sums, named) {
  element.replaceChildren(...[...sums].map(([name, amount]) => {
    const entry = document.createElement("div");
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = named(name);
    value.textContent = shown(amount);
    entry.append(term, value);
    return entry;
  }));
}

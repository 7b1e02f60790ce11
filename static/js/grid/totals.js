// Running totals of what is entered, in whole hundredths.
import { cents, fixed, shown } from "./amounts.js";
import { data } from "./cells.js";

// A weight without needless zeros: 8, 7.5.
export function points(value) {
  return fixed(value).replace(/\.?0+$/, "");
}

export function show(root, rows, faults, approved, choices) {
  const put = (name, text) => { root.querySelector(`[data-sum="${name}"]`).textContent = text; };
  const sums = summed(rows, faults);
  const words = data.summed === "weight" ? points : shown;
  const wanted = data.summed === "weight" ? wantedWeight(put, rows, sums.total) : approved;
  put("total", words(sums.total));
  put("difference", wanted === null ? "—" : words(sums.total - wanted));
  root.querySelector("[data-sum='difference']").classList.toggle("is-off", wanted !== null && wanted !== sums.total);
  put("waiting", sums.faulty ? `${sums.faulty} 行，${words(sums.waiting)}` : "无");
  if (data.summed !== "weight") byGroup(root, put, rows, choices);
}

function summed(rows, faults) {
  const sums = { total: 0n, waiting: 0n, faulty: faults.size };
  for (const row of rows) {
    const value = cents(row[data.summed]) || 0n;
    sums.total += value;
    if (faults.has(row.key)) sums.waiting += value;
  }
  return sums;
}

// Weights make 100, or 90 where the 10 of 预算执行率 are counted elsewhere.
function wantedWeight(put, rows, total) {
  const { whole, rest, execution } = data.weights;
  const isWithin = rows.some(({ level1, level2, level3 }) => (level1 + level2 + level3).includes(execution));
  put("wanted", isWithin ? whole : `${whole}（“${execution}”10 分另计的为 ${rest}）`);
  return total === cents(rest) && !isWithin ? total : cents(whole);
}

function byGroup(root, put, rows, choices) {
  const sums = { basic: 0n, project: 0n, funds: new Map(), functional: new Map(), economic: new Map() };
  const groups = new Map(data.groups);
  for (const row of rows) {
    const amount = cents(row.amount);
    if (amount === null) continue;
    sums[row.project ? "project" : "basic"] += amount;
    add(sums.funds, groups.get(row.source) || "资金来源未定", amount);
    for (const kind of ["functional", "economic"]) add(sums[kind], row[kind].slice(0, 3), amount);
  }
  for (const name of ["basic", "project"]) put(name, shown(sums[name]));
  list(root.querySelector("[data-sums='funds']"), sums.funds, (name) => name);
  for (const kind of ["functional", "economic"]) {
    const { names } = choices[kind];
    const named = (code) => (names.get(code) ? `${code} ${names.get(code)}` : "科目未定");
    list(root.querySelector(`[data-sums='${kind}']`), new Map([...sums[kind]].sort()), named);
  }
}

function add(sums, name, amount) {
  sums.set(name, (sums.get(name) || 0n) + amount);
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

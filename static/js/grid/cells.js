// What may stand in a cell: how it is tidied up, and what is wrong with it before the server says so.
import { cents, isNumber, tidied } from "./amounts.js";
import { spelled } from "./codes.js";

export const COLUMNS = ["functional", "economic", "source", "project", "amount"];
export const LABELS = {
  functional: "功能分类科目", economic: "经济分类科目", source: "资金来源", project: "项目", amount: "金额（元）",
};
const LEADING_CODE = /^\[?([0-9]{3,7})(?![0-9A-Za-z])/;
const LIMIT = 10n ** 16n; // 100 万亿元 in cents
const KINDS = { functional: ["功能分类项级", 7], economic: ["部门经济分类款级", 5] };

export function isBlank(row) {
  return COLUMNS.every((column) => row[column] === "");
}

// The text as it is kept: codes without their names, amounts without separators.
export function normalised(column, text, choices) {
  const plain = text.replace(/\s+/g, " ").trim();
  if (column === "amount") return tidied(plain);
  if (column === "project") return plain;
  if (column === "source") return choices.source.named(plain) || plain;
  const code = LEADING_CODE.exec(plain.normalize("NFKC"));
  return code ? code[1] : choices[column].named(plain) || plain;
}

// Faults by the key of the row, then by column.
export function faultsOf(rows, choices) {
  const found = new Map();
  const first = new Map();
  rows.forEach((row, place) => {
    if (isBlank(row)) return;
    const faults = faultsOfRow(row, choices);
    const identity = JSON.stringify([row.functional, row.economic, row.source, spelled(row.project)]);
    if (!Object.keys(faults).length) {
      if (first.has(identity)) {
        faults.functional = `与第 ${first.get(identity) + 1} 行的科目、资金来源和项目都相同。请合并为一行，金额相加。`;
      } else first.set(identity, place);
    }
    if (Object.keys(faults).length) found.set(row.key, faults);
  });
  return found;
}

function faultsOfRow(row, choices) {
  const faults = {};
  for (const column of ["functional", "economic"]) {
    const [kind, width] = KINDS[column];
    if (!row[column]) faults[column] = `请填写${LABELS[column]}。`;
    else if (!choices[column].has(row[column])) {
      faults[column] = /^\d+$/.test(row[column]) && row[column].length === width
        ? `本年度没有${kind}编码 ${row[column]}。请更正。`
        : `${row[column]} 不是${kind}编码（应为 ${width} 位数字）。请更正。`;
    }
  }
  if (!row.source) faults.source = "请填写资金来源。";
  else if (!choices.source.has(row.source)) faults.source = `“${row.source}”不是规定的资金来源。请从列表中选。`;
  if (row.project && !choices.project.has(row.project)) {
    faults.project = `本预算没有项目“${row.project}”。请改选已有项目，或先新建此项目；基本支出留空。`;
  }
  const amount = faultOfAmount(row.amount);
  if (amount) faults.amount = amount;
  return faults;
}

export function faultOfAmount(text) {
  if (!text) return "请填写金额。";
  if (!isNumber(text)) return `“${text}”不是数字。请只填数字和小数点。`;
  const value = cents(text);
  if (value === null) return `${text} 超过两位小数。请改到分为止。`;
  return value >= LIMIT || value <= -LIMIT ? "金额达到 100 万亿元。请核对单位是元还是万元。" : "";
}

// The approved total may be left empty, but not be negative.
export function faultOfApproved(text) {
  if (!text) return "";
  return faultOfAmount(text) || (cents(text) < 0n ? "批复数不能为负数。请核对。" : "");
}

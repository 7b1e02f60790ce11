// What others changed, laid over what is entered here; what both changed is for a person to decide.
import { COLUMNS } from "./cells.js";

// mine and seen: cells by id (undefined where there is no such row); theirs: the server's changes.
export function merged(mine, seen, theirs) {
  const plan = { put: new Map(), drop: new Set(), conflicts: [] };
  for (const { kind, key, after } of theirs) {
    const before = seen.get(key);
    const own = mine.get(key);
    const isOwnChange = own && before && own.some((text, place) => text !== before[place]);
    if (kind === "added") plan.put.set(key, cells(after));
    else if (kind === "removed") {
      if (isOwnChange) plan.conflicts.push({ key, kind: "they-removed", mine: own });
      else plan.drop.add(key);
    } else if (!own) plan.conflicts.push({ key, kind: "i-removed", theirs: cells(after) });
    else both(plan, key, before, own, cells(after));
  }
  return plan;
}

function both(plan, key, before, own, after) {
  plan.put.set(key, after.map((text, place) => (own[place] === before[place] ? text : own[place])));
  COLUMNS.forEach((column, place) => {
    const [old, here, there] = [before[place], own[place], after[place]];
    if (here !== old && there !== old && here !== there) {
      plan.conflicts.push({ key, kind: "cell", column, place, mine: here, theirs: there });
    }
  });
}

export function cells(values) {
  return COLUMNS.map((column) => values[column]);
}

// The plan with every conflict decided: "mine" or "theirs".
export function settled(plan, decisions) {
  plan.conflicts.forEach((conflict, number) => {
    const takesTheirs = decisions[number] === "theirs";
    if (conflict.kind === "cell" && takesTheirs) {
      plan.put.get(conflict.key)[conflict.place] = conflict.theirs;
    } else if (conflict.kind === "they-removed" && takesTheirs) plan.drop.add(conflict.key);
    else if (conflict.kind === "i-removed" && takesTheirs) plan.put.set(conflict.key, conflict.theirs);
  });
  return plan;
}

// Shows in place how a figure came about: the same page that its address has, in a dialog.
"use strict";

const of = (cell) => new URL(`figures/${cell.id}/${location.search}`, location.href.replace(/[?#].*$/, ""));
const cells = (table) => [...table.querySelectorAll("td[id]")];
let dialog;

function opened() {
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.className = "sheet-of-figure";
  dialog.setAttribute("aria-labelledby", "figure");
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  return dialog;
}

function closer() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close-figure";
  button.textContent = "关闭";
  button.addEventListener("click", () => dialog.close());
  return button;
}

async function show(address) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const figure = page.querySelector("article.figure");
  if (!answer.ok || !figure) {
    location.assign(address);
    return;
  }
  opened().replaceChildren(closer(), document.adoptNode(figure));
  enableCopy(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function enableCopy(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.parentElement.hidden = false;
    const said = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      const words = root.querySelector(`#${button.dataset.copy}`);
      try {
        await navigator.clipboard.writeText(words.textContent);
        said.textContent = "已复制";
      } catch {
        getSelection().selectAllChildren(words);
        said.textContent = "已选中，请按 Ctrl+C 复制";
      }
    });
  }
}

// One cell of a table is a stop of the keyboard; arrows move to the next amount.
function hold(cell) {
  for (const other of cell.closest("table").querySelectorAll("td[tabindex]")) other.removeAttribute("tabindex");
  cell.tabIndex = 0;
}

function beside(cell, key) {
  const all = cells(cell.closest("table"));
  const place = all.indexOf(cell);
  if (key === "ArrowRight") return all[place + 1];
  if (key === "ArrowLeft") return all[place - 1];
  const column = (one) => one.cellIndex === cell.cellIndex;
  return key === "ArrowDown" ? all.slice(place + 1).find(column) : all.slice(0, place).findLast(column);
}

// The place in the address that the reader has been led to. The browser focuses it before the page
// hears of it; who presses an arrow in between is further by then and stays there.
let reached;

const ARROWS = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"];

function press(event) {
  const cell = event.target.closest("td[id]");
  if (!cell || event.target !== cell) return;
  if (event.key === "Enter") {
    event.preventDefault();
    show(of(cell));
  } else if (ARROWS.includes(event.key)) {
    event.preventDefault();
    reached = location.hash;
    const next = beside(cell, event.key);
    if (next) {
      hold(next);
      next.focus();
    }
  }
}

function reach() {
  if (location.hash === reached) return;
  reached = location.hash;
  const cell = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (cell && cell.matches(".budget td")) {
    hold(cell);
    cell.focus();
  }
}

enableCopy(document);
const hint = document.querySelector("[data-figures]");
if (hint) {
  hint.hidden = false;
  document.body.classList.add("with-figures");
  for (const table of document.querySelectorAll(".budget")) {
    const [first] = cells(table);
    if (first) hold(first);
    table.addEventListener("keydown", press);
    table.addEventListener("click", (event) => {
      const cell = event.target.closest("td[id]");
      if (cell && !getSelection().toString()) {
        hold(cell);
        cell.focus();
        show(of(cell));
      }
    });
  }
  window.addEventListener("hashchange", reach);
  reach();
}
function explain(link) {
  const term = document.getElementById(link.hash.slice(1));
  const name = document.createElement("h2");
  name.id = "figure";
  name.textContent = link.textContent;
  const words = document.createElement("p");
  words.textContent = term.querySelector("dd").textContent;
  const told = document.createElement("div");
  told.className = "figure";
  told.append(name, words);
  opened().replaceChildren(closer(), told);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const term = event.target.closest(".terms a");
  if (term) {
    event.preventDefault();
    explain(term);
    return;
  }
  const link = event.target.closest("dialog a");
  if (link && link.pathname.includes("/figures/t") && /-\d+\/$/.test(link.pathname)) {
    event.preventDefault();
    show(link.href);
  } else if (link && link.hash && link.pathname === location.pathname) {
    dialog.close();
  }
});

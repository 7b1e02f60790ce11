// Marks the section being read in the contents, and closes the bar on phones after a choice.
"use strict";

const links = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  const anchor = link.hash.slice(1);
  links.set(anchor, [...(links.get(anchor) || []), link]);
}
const places = [...links.keys()].map((anchor) => document.getElementById(anchor)).filter(Boolean);
let marked = [];

function mark() {
  const line = window.innerHeight * 0.3;
  const reached = places.filter((place) => place.getBoundingClientRect().top <= line);
  const now = reached.length ? links.get(reached[reached.length - 1].id) : [];
  if (now === marked) return;
  marked.forEach((link) => link.removeAttribute("aria-current"));
  now.forEach((link) => link.setAttribute("aria-current", "true"));
  marked = now;
  const rail = document.querySelector(".rail");
  const current = now.find((link) => rail.contains(link));
  if (current) rail.scrollTop = current.offsetTop - rail.clientHeight / 2;
}

let waiting = false;
window.addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; mark(); });
}, { passive: true });
mark();

const bar = document.querySelector(".contents-bar");
bar.addEventListener("click", (event) => {
  if (event.target.closest("a")) bar.open = false;
});

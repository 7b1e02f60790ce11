// Departments are found while a reader types; without JavaScript the button finds them.
const form = document.querySelector(".choice");
const words = form.elements.q;
let waiting = 0;
let asked = 0;

words.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 250);
});

async function find() {
  const turn = ++asked;
  const answer = await fetch(`${form.action}?q=${encodeURIComponent(words.value.trim())}`);
  if (!answer.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("matches").replaceChildren(...page.getElementById("matches").childNodes);
}

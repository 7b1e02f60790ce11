// A joint publication under way: its progress is read anew until it is over. Without this
// script the page is reloaded by hand.
const EVERY = 4000;

const progress = () => document.getElementById("progress");

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (response.ok && !response.redirected) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.getElementById("progress");
    if (now) progress().replaceWith(document.adoptNode(now));
  }
}

async function watch() {
  while (progress().hasAttribute("data-moving")) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    try {
      await refresh();
    } catch {
      // The server is away for a moment: the next look tells.
    }
  }
}

watch();

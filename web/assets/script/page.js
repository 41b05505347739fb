// Makes the pages quicker; everything works without it. The server renders
// every page, so that there is one template: this script fetches a whole page
// and takes its <main>.
const $ = (id) => document.getElementById(id);
const box = $("q"), form = $("form"), list = $("suggest"), banner = $("banner"), status = $("status"), keys = $("keys");
const searching = document.body.dataset.page === "search";
const wide = matchMedia("(min-width: 1100px)"), widest = matchMedia("(min-width: 1400px)");
function make(tag, attributes, ...content) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...content);
  return e;
}
// page fetches a page of this site as a document.
async function page(url, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
  const text = await answer.text();
  return [answer, new DOMParser().parseFromString(text, "text/html")];
}

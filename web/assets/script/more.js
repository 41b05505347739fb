// --- More of an article without leaving the results. ---
// The other paragraphs that match open below those that are shown.
document.addEventListener("click", async (e) => {
  const more = e.target.closest("a[data-more]");
  if (!searching || !more || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  const hit = more.closest(".hit"), opened = hit.querySelector(".excerpt");
  if (opened) {
    opened.remove();
    more.textContent = more.dataset.label;
    more.setAttribute("aria-expanded", "false");
    return;
  }
  const [answer, got] = await page(more.href).catch(() => [{}]);
  const rest = got?.getElementById("excerpt");
  if (!answer.ok || !rest) return location.assign(more.href);
  const shown = [...hit.querySelectorAll(".para .no")].map((n) => n.dataset.n);
  for (const li of [...rest.children]) if (shown.includes(li.querySelector(".no").dataset.n)) li.remove();
  rest.removeAttribute("id");
  more.dataset.label ||= more.textContent;
  more.textContent = "收起";
  more.setAttribute("aria-expanded", "true");
  more.closest(".after").before(rest);
  rest.querySelector("a")?.focus({ preventScroll: true });
});

// Where there is room for it the paragraph that is looked at stands in its context.
const contexts = new Map();
let looked = "", look = 0;
function showContext(para = document.querySelector(".hits .para")) {
  const pane = $("context");
  if (!pane || !widest.matches) return;
  if (!para) return pane.replaceChildren();
  const url = new URL(para.href), n = url.hash.slice(3);
  url.searchParams.set("around", n);
  url.hash = "";
  looked = url.pathname + url.search;
  document.querySelector(".para.looked")?.classList.remove("looked");
  para.classList.add("looked");
  if (contexts.has(looked)) return fill(looked);
  const mine = looked;
  page(mine).then(([answer, got]) => {
    const text = got.getElementById("excerpt"), title = got.querySelector("main h1");
    if (!answer.ok || !text) return;
    text.removeAttribute("id");
    contexts.set(mine, [make("h2", {}, ...title.childNodes), text]);
    if (mine === looked) fill(mine);
  }, () => { /* the results are there */ });
}
function fill(url) {
  $("context").replaceChildren(...contexts.get(url));
  $("context").scrollTop = 0;
}
for (const [event, wait] of [["focusin", 0], ["mouseover", 150]]) {
  document.addEventListener(event, (e) => {
    const para = e.target.closest?.(".hits .para");
    clearTimeout(look);
    if (para && !para.classList.contains("looked")) look = setTimeout(() => showContext(para), wait);
  });
}
widest.addEventListener("change", () => showContext());

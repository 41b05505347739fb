// --- More of an article without leaving the results. ---
// The other paragraphs that match open below those that are shown. Where they take
// long there is a box before them, which keeps its height when they come, so that
// nothing moves under somebody who reads on, until the next click or key there.
const boxAfter = 250, calmAfter = 450; // ms from the click
document.addEventListener("click", (e) => {
  const more = e.target.closest("a[data-more]");
  if (!searching || !more || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  const opened = more.closest(".hit").querySelector(".opened");
  if (!opened) return openMore(more, e.timeStamp);
  opened.remove();
  more.textContent = more.dataset.label;
  more.setAttribute("aria-expanded", "false");
});
async function openMore(more, since) {
  const hit = more.closest(".hit"), rest = make("div", { class: "opened" });
  more.dataset.label ||= more.textContent;
  more.textContent = "收起";
  more.setAttribute("aria-expanded", "true");
  more.closest(".after").before(rest);
  const late = setTimeout(() => {
    rest.style.height = `min(${more.dataset.label.replace(/\D/g, "") * 2.5}rem, 60vh)`;
    rest.setAttribute("aria-busy", "true");
  }, boxAfter);
  const [answer, got] = await page(more.href).catch(() => [{}]);
  clearTimeout(late);
  if (!rest.isConnected) return;
  const all = got?.getElementById("excerpt");
  if (!answer.ok || !all) return location.assign(more.href);
  const shown = [...hit.querySelectorAll(".para .no")].map((n) => n.dataset.n);
  for (const li of [...all.children]) if (shown.includes(li.querySelector(".no").dataset.n)) li.remove();
  all.removeAttribute("id");
  rest.replaceChildren(all);
  rest.removeAttribute("aria-busy");
  const grow = () => { rest.style.height = ""; };
  if (performance.now() - since < calmAfter) grow();
  else for (const event of ["click", "keydown"]) hit.addEventListener(event, grow, { once: true });
  if (hit.contains(document.activeElement)) all.querySelector("a")?.focus({ preventScroll: true });
}

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
  const middle = $("context").querySelector("[aria-current]");
  $("context").scrollTop = middle ? middle.offsetTop - $("context").clientHeight / 3 : 0;
}
for (const [event, wait] of [["focusin", 0], ["mouseover", 150]]) {
  document.addEventListener(event, (e) => {
    const para = e.target.closest?.(".hits .para");
    clearTimeout(look);
    if (para && !para.classList.contains("looked")) look = setTimeout(() => showContext(para), wait);
  });
}
widest.addEventListener("change", () => showContext());

// --- Filters: applied as they are chosen, searched in place, and open at once
// where they stand beside the results. ---
function unfold() {
  for (const d of document.querySelectorAll("details.drop")) {
    if (wide.matches) d.removeAttribute("name");
    else d.setAttribute("name", "filters");
    if (wide.matches) d.open = true;
    d.querySelector("summary").tabIndex = wide.matches ? -1 : 0; // it stays open there
  }
}
wide.addEventListener("change", () => {
  for (const d of document.querySelectorAll("details.drop")) d.open = false;
  unfold();
});
function apply(form) {
  const p = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (name === "q" || value) p.append(name, value);
  load("/search?" + p, "push");
}
document.addEventListener("change", (e) => {
  const form = e.target.closest("form[data-filter]");
  if (searching && form && !e.target.classList.contains("find")) apply(form);
});
document.addEventListener("submit", (e) => {
  if (!searching || !e.target.matches("form[data-filter]")) return;
  e.preventDefault();
  apply(e.target);
});
// A long list has its other values on a page of their own, which is fetched when
// somebody looks for one.
document.addEventListener("input", async (e) => {
  const find = e.target;
  if (!find.classList.contains("find")) return;
  const all = find.dataset.all;
  if (all) {
    delete find.dataset.all;
    const [answer, got] = await page(all);
    if (answer.ok) find.parentElement.querySelector(".choices").replaceWith(got.querySelector(".choices"));
  }
  const text = find.value.trim().toLowerCase();
  for (const li of find.parentElement.querySelectorAll(".choices li")) li.hidden = !li.textContent.toLowerCase().includes(text);
});
document.addEventListener("keydown", (e) => { // Enter looks, it does not choose
  if (e.key === "Enter" && e.target.classList.contains("find")) e.preventDefault();
});

// Dragging over the months chooses from the first to the last.
let dragged = null;
document.addEventListener("pointerdown", (e) => {
  const bar = e.target.closest(".histogram a");
  dragged = bar && { from: bar, to: bar };
});
document.addEventListener("pointermove", (e) => {
  const bar = dragged && document.elementFromPoint(e.clientX, e.clientY)?.closest(".histogram a");
  if (!bar || bar === dragged.to) return;
  dragged.to = bar;
  const [from, to] = ends(dragged);
  for (const a of bar.parentElement.querySelectorAll("a")) {
    a.classList.toggle("on", a.dataset.to >= from && a.dataset.from <= to);
  }
});
document.addEventListener("pointerup", () => {
  const range = dragged;
  dragged = null;
  if (!searching || !range || range.from === range.to) return;
  const [from, to] = ends(range), p = new URLSearchParams(location.search);
  p.delete("page");
  p.set("from", from);
  p.set("to", to);
  addEventListener("click", (e) => e.preventDefault(), { capture: true, once: true });
  load("/search?" + p, "push");
});
document.addEventListener("dragstart", (e) => { if (e.target.closest?.(".histogram")) e.preventDefault(); });
function ends({ from, to }) {
  return from.dataset.from <= to.dataset.from ? [from.dataset.from, to.dataset.to] : [to.dataset.from, from.dataset.to];
}

// --- Keys of the page. ---
// step moves the focus among results; up from the first is the box.
function step(by) {
  const all = [...$("main").querySelectorAll("a.title")];
  if (!all.length) return false;
  const li = document.activeElement?.closest("li"), i = all.findIndex((a) => a.closest("li") === li);
  if (i + by < 0) { box.focus(); return true; }
  all[Math.min(i + by, all.length - 1)].focus();
  return true;
}
function inField(e) { return e.target.closest("input, textarea, select, [contenteditable]"); }
document.addEventListener("keydown", (e) => {
  if (e.isComposing || e.keyCode === 229 || keys.open) return;
  if (e.key === "k" && (e.ctrlKey || e.metaKey) || e.key === "/" && !inField(e)) {
    e.preventDefault();
    box.focus();
    box.select();
    return;
  }
  if (e.key === "Escape") {
    const drop = !wide.matches && document.querySelector("details.drop[open]");
    if (drop) { drop.open = false; drop.querySelector("summary").focus(); }
    return;
  }
  if (inField(e) || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "?") keys.showModal();
  else if (e.key === "n") match(1);
  else if (e.key === "p") match(-1);
  else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
    if (e.target.closest(".hit, .newest") && step(e.key === "ArrowDown" ? 1 : -1)) e.preventDefault();
  }
});
$("help").onclick = () => keys.showModal();
document.addEventListener("click", (e) => {
  const drop = !wide.matches && document.querySelector("details.drop[open]");
  if (drop && (!drop.contains(e.target) || e.target.closest("[data-close]"))) drop.open = false;
  if (wide.matches && e.target.closest(".drop > summary")) e.preventDefault(); // it stays open
  const a = e.target.closest("a[data-nav]");
  const href = a?.getAttribute("href");
  if (!searching || !href || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  const q = new URL(href, location.href).searchParams.get("q");
  if (q !== box.value && document.activeElement !== box) box.value = q;
  load(href, "push");
});

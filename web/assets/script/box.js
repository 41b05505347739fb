// --- The box. ---
function address() {
  const p = new URLSearchParams(location.pathname === "/search" ? location.search : "");
  p.delete("page");
  p.delete("q");
  const more = p.toString();
  return "/search?q=" + encodeURIComponent(box.value) + (more && "&" + more);
}
function later(ms) {
  clearTimeout(typing);
  typing = setTimeout(() => {
    if (searching && address() !== location.pathname + location.search) load(address(), "replace");
    suggest();
  }, ms);
}
box.addEventListener("compositionstart", () => { composing = true; clearTimeout(typing); });
box.addEventListener("compositionend", () => { composing = false; later(rest); });
box.addEventListener("input", (e) => {
  if (!composing && !e.isComposing) return later(rest);
  clearTimeout(typing);
  if (han.test(e.data || "")) later(4 * rest); // converted, though not yet committed
});
form.addEventListener("submit", (e) => {
  if (composing) return e.preventDefault();
  clearTimeout(typing);
  close();
  if (!searching) return;
  e.preventDefault();
  load(address(), "push");
});

// --- The box. ---
const han = /^\p{Script=Han}+$/u;
const pace = 60, rest = 600, patience = 100;
let composing = false, typing = 0, told = 0, typed = 0;
function address() {
  const p = new URLSearchParams(location.pathname === "/search" ? location.search : "");
  p.delete("page");
  p.delete("q");
  const more = p.toString();
  return "/search?q=" + encodeURIComponent(box.value) + (more && "&" + more);
}
// follow searches for what is in the box: at the first key at once, then as often
// as the pace allows. Where results stand, theirs come before suggestions.
function follow(ms = Math.max(0, told + pace - performance.now())) {
  clearTimeout(typing);
  typed = performance.now();
  const results = document.querySelector(".hits");
  if (results && !banner.firstChild) list.parentElement.classList.add("open"); // the line of suggestions is there before them
  typing = setTimeout(async () => {
    const mine = told = performance.now();
    const found = searching && address() !== location.pathname + location.search && load(address(), "replace");
    if (found && results) await Promise.race([found, new Promise((done) => setTimeout(done, patience))]);
    if (mine === told) suggest();
  }, ms);
}
box.addEventListener("compositionstart", () => { composing = true; clearTimeout(typing); });
box.addEventListener("compositionend", () => { composing = false; follow(0); });
box.addEventListener("input", (e) => {
  if (!composing && !e.isComposing) return follow();
  clearTimeout(typing);
  if (han.test(e.data || "")) follow(rest); // converted, though not yet committed
});
$("clear").onclick = () => {
  box.value = "";
  box.focus();
  follow(0);
};
form.addEventListener("submit", (e) => {
  if (composing) return e.preventDefault();
  clearTimeout(typing);
  close();
  remember(box.value);
  if (!searching) return;
  e.preventDefault();
  load(address(), "push");
});

// --- Recent searches, which stay in this browser. ---
const kept = 8;
function recent() {
  try { return JSON.parse(localStorage.getItem("recent")) || []; } catch { return []; }
}
function keepRecent(texts) {
  try { localStorage.setItem("recent", JSON.stringify(texts.slice(0, kept))); } catch { /* storage is switched off */ }
}
function remember(text) {
  text = text.trim();
  if (text) keepRecent([text, ...recent().filter((t) => t !== text)]);
}

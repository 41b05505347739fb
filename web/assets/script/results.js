// --- History: a key for each entry, with the scroll position of each. ---
const places = stored();
let here = history.state?.key || newKey(), settled = location.pathname + location.search;
function stored() {
  try { return JSON.parse(sessionStorage.getItem("places")) || {}; } catch { return {}; }
}
function newKey() { return Math.random().toString(36).slice(2); }
function keepPlace() {
  places[here] = [scrollY, document.activeElement?.getAttribute("href") || ""];
  try {
    sessionStorage.setItem("places", JSON.stringify(Object.fromEntries(Object.entries(places).slice(-50))));
  } catch { /* storage is switched off: places live as long as the page */ }
}
function restorePlace() {
  const [y, href] = places[here] || [0, ""];
  scrollTo({ top: y, behavior: "instant" });
  if (href) $("main").querySelector(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
}

// --- Fetching a page: late answers are dropped by number. ---
const dimAfter = 300;
let number = 0, request = null, last = null, waiting = 0;
// how: "replace" while typing, "push" for Enter, pages and filters, "back".
async function load(url, how) {
  const mine = ++number;
  last = [url, how];
  request?.abort();
  request = new AbortController();
  const dim = setTimeout(() => $("main").classList.add("stale"), dimAfter);
  try {
    const [answer, got] = await page(url, request.signal);
    if (mine !== number) return;
    if (!answer.ok) return fail(answer.status, answer.headers.get("Retry-After"));
    show(got, url, how);
  } catch (e) {
    if (mine === number && e.name !== "AbortError") fail(0);
  } finally {
    clearTimeout(dim);
    if (mine === number) $("main").classList.remove("stale");
  }
}

// focused finds the choice again that has the focus, in whatever stands there then.
function focused() {
  const { name, value, type } = document.activeElement || {};
  return () => type === "checkbox" ? $("main").querySelector(`[type=checkbox][name="${name}"][value="${CSS.escape(value)}"]`) : null;
}

function show(page, url, how) {
  const open = wide.matches ? "" : document.querySelector("details.drop[open]")?.id, focus = focused();
  banner.replaceChildren();
  clearTimeout(waiting);
  $("main").replaceChildren(...page.getElementById("main").childNodes);
  status.textContent = page.getElementById("status").textContent;
  document.title = page.title;
  if (open && how !== "back" && $(open)) $(open).open = true;
  unfold();
  clearTimeout(look);
  look = setTimeout(showContext, how === "replace" ? rest : 0); // not at every key
  dropTitles();
  if (how === "back") return restorePlace();
  if (how === "replace" || url === settled) return history.replaceState({ key: here }, "", url);
  keepPlace();
  history.replaceState({ key: here }, "", settled); // what typing had written over
  here = newKey();
  settled = url;
  history.pushState({ key: here }, "", url);
  if (!open) scrollTo({ top: 0, behavior: "instant" });
  if (document.activeElement !== box) (focus() || $("main")).focus({ preventScroll: true });
}

function fail(code, seconds) {
  const say = { 0: navigator.onLine ? "连不上服务器，先前的结果还在。" : "网络断开了，先前的结果还在。",
    429: `搜得太快了，请 ${seconds || 1} 秒后再试。`, 503: "服务器正忙，先前的结果还在，稍后会自动重试。",
    504: "这次搜索用时太久，换个更具体的说法会快一些。", 400: "服务器没有看懂这个查询。" };
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "重试";
  again.onclick = () => load(...last);
  const text = document.createElement("span");
  text.textContent = say[code] || `出错了（${code}），先前的结果还在。`;
  banner.replaceChildren(text, again);
  if (list.hidden && performance.now() - typed < calmAfter) list.parentElement.classList.remove("open"); // no empty line
  clearTimeout(waiting);
  if (!code || code === 503) waiting = setTimeout(listen, 2000);
}
// listen waits for a server that is away, and then does what failed.
async function listen() {
  const mine = number;
  const ready = await fetch("/readyz", { cache: "no-store" }).then((r) => r.ok, () => false);
  if (mine !== number || !banner.childNodes.length) return;
  if (ready) load(...last);
  else waiting = setTimeout(listen, 2000);
}

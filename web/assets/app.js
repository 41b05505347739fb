// Makes the pages quicker; everything works without it. The server renders
// every page, so that there is one template: this script fetches a whole page
// and takes its <main>.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const box = $("q"), form = $("form"), list = $("suggest"), banner = $("banner"), status = $("status"), keys = $("keys");
  const searching = document.body.dataset.page === "search";
  const han = /^\p{Script=Han}+$/u;
  const rest = 150, dimAfter = 300;
  let composing = false, typing = 0;

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
  let number = 0, request = null, last = null;
  // how: "replace" while typing, "push" for Enter, pages and filters, "back".
  async function load(url, how) {
    const mine = ++number;
    last = [url, how];
    request?.abort();
    request = new AbortController();
    const dim = setTimeout(() => $("main").classList.add("stale"), dimAfter);
    try {
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (mine !== number) return;
      if (!answer.ok) return fail(answer.status, answer.headers.get("Retry-After"));
      show(new DOMParser().parseFromString(text, "text/html"), url, how);
    } catch (e) {
      if (mine === number && e.name !== "AbortError") fail(0);
    } finally {
      clearTimeout(dim);
      if (mine === number) $("main").classList.remove("stale");
    }
  }

  function show(page, url, how) {
    const open = document.querySelector("details.drop[open]")?.id;
    banner.replaceChildren();
    $("main").replaceChildren(...page.getElementById("main").childNodes);
    status.textContent = page.getElementById("status").textContent;
    document.title = page.title;
    if (open && how !== "back" && $(open)) $(open).open = true;
    if (how === "back") return restorePlace();
    if (how === "replace" || url === settled) return history.replaceState({ key: here }, "", url);
    keepPlace();
    history.replaceState({ key: here }, "", settled); // what typing had written over
    here = newKey();
    settled = url;
    history.pushState({ key: here }, "", url);
    if (!open) scrollTo({ top: 0, behavior: "instant" });
    if (document.activeElement !== box) $("main").focus({ preventScroll: true });
  }

  function fail(code, seconds) {
    const say = { 0: navigator.onLine ? "连不上服务器，下面是先前的结果。" : "网络断开了，下面是先前的结果。",
      429: `搜得太快了，请 ${seconds || 1} 秒后再试。`, 503: "服务器正忙，请稍后再试。",
      504: "这次搜索用时太久，换个更具体的说法会快一些。", 400: "服务器没有看懂这个查询。" };
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "重试";
    again.onclick = () => load(...last);
    const text = document.createElement("span");
    text.textContent = say[code] || `出错了（${code}），下面是先前的结果。`;
    banner.replaceChildren(text, again);
  }

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

  // --- Suggestions: a combobox with nothing chosen beforehand. ---
  let asked = 0, chosen = -1;
  async function suggest() {
    const mine = ++asked, text = box.value.trim();
    if (!text || document.activeElement !== box) return close();
    try {
      const answer = await fetch("/api/v1/suggest?size=8&q=" + encodeURIComponent(text));
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (mine === asked && document.activeElement === box) offer(found);
    } catch { close(); }
  }
  function offer(found) {
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((s, i) => {
      const li = document.createElement("li"), text = document.createElement("span");
      li.id = "suggest-" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      text.textContent = s.text;
      li.append(text);
      if (s.kind === "title") {
        const kind = document.createElement("small");
        kind.textContent = "文章";
        li.append(kind);
        li.dataset.href = s.link;
      }
      li.onmousedown = (e) => e.preventDefault(); // the box keeps its focus
      li.onclick = (e) => take(li, e.ctrlKey || e.metaKey);
      return li;
    }));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }
  function close() {
    asked++;
    offer([]);
  }
  function choose(i) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = i;
    const li = list.children[i];
    if (!li) return box.removeAttribute("aria-activedescendant");
    li.setAttribute("aria-selected", "true");
    li.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", li.id);
  }
  function take(li, tab) {
    const href = li.dataset.href;
    if (href) return tab ? void open(href, "_blank", "noopener") : location.assign(href);
    box.value = li.firstChild.textContent;
    form.requestSubmit();
  }
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) {
      if (e.key === "Enter") e.preventDefault(); // Safari has ended the composition by now
      return;
    }
    const n = list.children.length;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      const down = e.key === "ArrowDown";
      if (n && !list.hidden) choose(down ? (chosen + 2) % (n + 1) - 1 : (chosen + n + 1) % (n + 1) - 1);
      else if (!down || !step(1)) return;
      e.preventDefault();
    } else if (e.key === "Enter" && chosen >= 0) {
      e.preventDefault();
      take(list.children[chosen], e.ctrlKey || e.metaKey);
    } else if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      const first = $("main").querySelector(".hit .title");
      if (first) open(first.href, "_blank", "noopener");
    } else if (e.key === "Escape") {
      e.preventDefault(); // the browser would empty the box
      close();
    }
  });

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
      const drop = document.querySelector("details.drop[open]");
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
  $("help").hidden = false;
  $("help").onclick = () => keys.showModal();
  document.addEventListener("click", (e) => {
    const drop = document.querySelector("details.drop[open]");
    if (drop && !drop.contains(e.target)) drop.open = false;
    const a = e.target.closest("a[data-nav]");
    if (!searching || !a || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    const q = new URL(a.href).searchParams.get("q");
    if (q !== box.value && document.activeElement !== box) box.value = q;
    load(a.getAttribute("href"), "push");
  });

  // --- Reading: from match to match. ---
  const marks = document.body.dataset.page === "reader" ? [...document.querySelectorAll("article > [id] mark")] : [];
  let at = -1;
  function match(by) {
    if (!marks.length) return;
    marks[at]?.classList.remove("at");
    at = at < 0 ? nearest(by) : (at + by + marks.length) % marks.length;
    marks[at].classList.add("at");
    marks[at].scrollIntoView({ block: "center" });
    $("at").textContent = `${at + 1} / ${marks.length}`;
  }
  // nearest is the first match at or below the top of the window.
  function nearest(by) {
    const i = marks.findIndex((m) => m.getBoundingClientRect().top > 120);
    return i < 0 ? marks.length - 1 : by < 0 ? Math.max(i - 1, 0) : i;
  }
  if (marks.length && $("next")) {
    for (const id of ["prev", "next", "at"]) $(id).hidden = false;
    $("first").hidden = true;
    $("at").textContent = `${marks.length} 处`;
    $("prev").onclick = () => match(-1);
    $("next").onclick = () => match(1);
  }
  if ($("back") && document.referrer.startsWith(location.origin + "/search")) $("back").href = document.referrer;

  // --- Coming and going. ---
  if (searching) {
    history.scrollRestoration = "manual";
    history.replaceState({ key: here }, "");
    if (places[here]) restorePlace();
    addEventListener("scroll", () => { places[here] = [scrollY, places[here]?.[1] || ""]; }, { passive: true });
    addEventListener("pagehide", keepPlace);
    addEventListener("popstate", (e) => {
      if (!e.state?.key) return;
      here = e.state.key;
      settled = location.pathname + location.search;
      if (document.activeElement === box) box.blur();
      box.value = new URLSearchParams(location.search).get("q") || "";
      load(location.pathname + location.search, "back");
    });
  }
})();

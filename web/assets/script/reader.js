// --- Reading: from match to match, the outline, taking a paragraph along. ---
const article = document.body.dataset.page === "reader" ? document.querySelector("article") : null;
// Of the marks those that hold most of the query: what was typed, else another
// word for it, else pieces.
const marks = article ? ["mark:not([class])", "mark.other", "mark.part"]
  .map((kind) => [...article.querySelectorAll(":scope > [id] " + kind)]).find((list) => list.length) || [] : [];
let at = -1;
function match(by) {
  if (!marks.length) return;
  marks[at]?.classList.remove("at");
  at = at < 0 ? nearest(by) : (at + by + marks.length) % marks.length;
  visit();
}
function visit() {
  marks[at].classList.add("at");
  marks[at].scrollIntoView({ block: "center" });
  $("at").textContent = [at + 1, marks.length].map((n) => n.toLocaleString("en")).join(" / ");
}
// nearest is the first match below the bar at the top of the window.
function nearest(by) {
  const i = marks.findIndex((m) => m.getBoundingClientRect().top > 46);
  return i < 0 ? marks.length - 1 : by < 0 ? Math.max(i - 1, 0) : i;
}
function svg(name, attributes) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  return e;
}
// The rail shows at the edge of the window where in the page the matches are.
const rail = svg("svg", { class: "rail", "aria-hidden": "true" });
function drawRail() {
  const height = document.documentElement.scrollHeight, rows = new Set();
  rail.replaceChildren();
  for (const m of marks) {
    const y = ((m.getBoundingClientRect().top + scrollY) / height * 100).toFixed(1);
    if (rows.has(y)) continue;
    rows.add(y);
    rail.append(svg("rect", { x: 0, y: y + "%", width: "100%", height: 3 }));
  }
}
if (marks.length && $("next")) {
  $("prev").onclick = () => match(-1);
  $("next").onclick = () => match(1);
  document.body.append(rail);
  new ResizeObserver(drawRail).observe(article);
  addEventListener("resize", drawRail);
  rail.onclick = (e) => {
    const y = e.clientY / innerHeight * document.documentElement.scrollHeight;
    const far = (m) => Math.abs(m.getBoundingClientRect().top + scrollY - y);
    marks[at]?.classList.remove("at");
    at = marks.reduce((best, m, i) => far(m) < far(marks[best]) ? i : best, 0);
    visit();
  };
}
if ($("back") && document.referrer.startsWith(location.origin + "/search")) $("back").href = document.referrer;

// The outline tells the section that is being read.
const outline = $("toc");
if (outline) {
  const links = [...outline.querySelectorAll("a")], heads = links.map((a) => $(a.hash.slice(1)));
  let due = 0;
  const track = () => {
    due = 0;
    const i = heads.findLastIndex((h) => h && h.getBoundingClientRect().top < innerHeight / 4);
    links.forEach((a, n) => n === i ? a.setAttribute("aria-current", "location") : a.removeAttribute("aria-current"));
    const box = outline.getBoundingClientRect(), line = links[i]?.getBoundingClientRect();
    if (line && (line.top < box.top || line.bottom > box.bottom)) outline.scrollTop += line.top - box.top - box.height / 2;
  };
  addEventListener("scroll", () => { due ||= requestAnimationFrame(track); }, { passive: true });
  track();
  outline.addEventListener("click", (e) => { if (e.target.closest("a") && outline.matches(":popover-open")) outline.hidePopover(); });
}

// Two buttons follow the pointer and the focus from paragraph to paragraph.
if (article) {
  const tools = document.createElement("span");
  tools.className = "copy";
  tools.setAttribute("role", "group");
  const button = (label, text) => {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = label;
    b.onclick = async () => {
      b.textContent = await copy(text(tools.parentElement)) ? "已复制" : "没有复制成功";
      status.textContent = b.textContent;
      setTimeout(() => { b.textContent = label; }, 1600);
    };
    tools.append(b);
  };
  const link = (p) => location.origin + article.dataset.link + "#" + p.id;
  button("复制引文", (p) => {
    const { title, author } = article.dataset;
    return `${words(p)}\n——${author && author + "，"}《${title}》\n${link(p)}`;
  });
  button("复制链接", link);
  const words = (p) => [...p.childNodes].filter((n) => !n.matches?.(".n, .copy")).map((n) => n.textContent).join("");
  // Where there is no margin for them, the buttons stand at the foot of the window: so they
  // come only for the number, or a tap, and go with the next one.
  const narrow = matchMedia("(max-width: 55rem)");
  const show = (e) => {
    const p = e.target.closest?.("article > [id]");
    if (narrow.matches && !tools.contains(e.target) && !e.target.closest?.(".n")) {
      if (e.type === "mousemove") return;
      if (e.type === "click" && tools.parentElement === p) return tools.remove();
    }
    if (!p || tools.parentElement === p) return;
    tools.setAttribute("aria-label", p.querySelector(".n").getAttribute("aria-label"));
    p.append(tools);
  };
  // Not mouseover, which also comes when the page scrolls below a pointer at rest.
  for (const event of ["mousemove", "focusin", "click"]) article.addEventListener(event, show);
  document.addEventListener("focusin", (e) => { if (narrow.matches && !article.contains(e.target)) tools.remove(); });
}

// copy puts a text on the clipboard, also where a page that came without TLS has
// no Clipboard API.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea"), before = document.activeElement;
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

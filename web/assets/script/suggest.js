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

// --- Suggestions: a combobox with nothing chosen beforehand. Over results they
// are one line of phrases in a place of its own, and cover nothing. ---
let asked = 0, chosen = -1, offered = "[]";
async function suggest() {
  const mine = ++asked, text = box.value.trim(), bare = !document.querySelector(".hits");
  if (document.activeElement !== box) return close();
  if (!text) return offer(remembered());
  try {
    const answer = await fetch("/completions?q=" + encodeURIComponent(text) + (bare ? "&titles=true" : ""));
    let found = answer.ok ? await answer.json() : [];
    if (document.querySelector(".hits")) found = found.filter((s) => !s.link); // they came in the meantime
    if (mine === asked && document.activeElement === box) offer(found, performance.now() - typed > calmAfter);
  } catch { close(); }
}
function remembered() {
  const texts = recent().map((text) => ({ text }));
  return texts.length ? [...texts, { text: "清除", forget: true }] : [];
}
// What comes late lies over the page, because it would move what is being read.
function offer(found, late) {
  const line = list.parentElement.classList; // open where the line of suggestions is there already
  const inline = !late || line.contains("open") && document.querySelector(".hits");
  list.classList.toggle("late", found.length > 0 && (list.hidden ? !inline : list.classList.contains("late")));
  if (offered === JSON.stringify(found)) return; // what is chosen stays so
  offered = JSON.stringify(found);
  chosen = -1;
  box.removeAttribute("aria-activedescendant");
  list.replaceChildren(...found.map((s, i) => {
    const li = make("li", { id: "suggest-" + i, role: "option", "aria-selected": "false" }, make("span", {}, s.text));
    if (s.count) li.append(make("small", {}, s.count.toLocaleString("en") + " 篇"));
    if (s.link) {
      li.append(make("small", {}, "文章"));
      li.dataset.href = s.link;
    }
    if (s.forget) li.dataset.forget = "";
    li.onmousedown = (e) => e.preventDefault(); // the box keeps its focus
    li.onclick = (e) => take(li, e.ctrlKey || e.metaKey);
    return li;
  }));
  list.hidden = !found.length;
  if (found.length && !list.classList.contains("late")) line.add("open");
  box.setAttribute("aria-expanded", String(!list.hidden));
}
// dropTitles takes the titles away, which results below have better.
function dropTitles() {
  if (list.querySelector("[data-href]") && document.querySelector(".hits")) {
    for (const li of list.querySelectorAll("[data-href]")) li.remove();
    if (chosen >= list.children.length) choose(-1);
    offered = "";
    if (!list.children.length) offer([]);
  }
}
function close() {
  asked++;
  offer([]);
  list.parentElement.classList.remove("open");
}
function choose(i) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = i;
  const li = list.children[i];
  if (!li) return box.removeAttribute("aria-activedescendant");
  li.setAttribute("aria-selected", "true");
  li.scrollIntoView({ block: "nearest", inline: "nearest" });
  box.setAttribute("aria-activedescendant", li.id);
}
function take(li, tab) {
  const { href, forget } = li.dataset;
  if (forget !== undefined) return keepRecent([]), close();
  if (href) return tab ? void open(href, "_blank", "noopener") : location.assign(href);
  box.value = li.firstChild.textContent;
  form.requestSubmit();
}
box.addEventListener("focus", () => { if (!box.value) suggest(); });
// What moves up when the line closes must not move from under the pointer.
box.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== box) close(); }, 300));
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

// --- Coming and going. ---
unfold();
showContext();
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

// Makes the pages quicker; everything works without it. The server renders
// every page, so that there is one template: this script fetches a whole page
// and takes its <main>.
const $ = (id) => document.getElementById(id);
const box = $("q"), form = $("form"), list = $("suggest"), banner = $("banner"), status = $("status"), keys = $("keys");
const searching = document.body.dataset.page === "search";
const han = /^\p{Script=Han}+$/u;
const rest = 150, dimAfter = 300;
let composing = false, typing = 0;

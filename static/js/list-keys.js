// Keys of a list of files. Each does what a link or a button of the page does; none acts in a field or with a modifier.
const KEPT = "list-keys-off";
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const help = document.getElementById("raccourcis");
const off = document.getElementById("sans-raccourcis");

function kept() {
  try {
    return localStorage.getItem(KEPT) === "oui";
  } catch {
    return false;
  }
}

function keep(isOff) {
  try {
    localStorage.setItem(KEPT, isOff ? "oui" : "");
  } catch {
    // a browser that keeps nothing: the choice lasts as long as the page
  }
}

const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
const here = () => document.activeElement?.closest("#result_list tbody tr");
const link = (row) => row?.querySelector("a[href]");

function move(step) {
  const all = rows();
  const place = all.indexOf(here());
  const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step;
  link(all[next])?.focus();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => link(here())?.click(),
  x: () => here()?.querySelector(".action-select")?.click(),
  "/": () => document.getElementById("searchbar")?.focus(),
  "?": () => {
    help.open = !help.open;
    help.querySelector("summary").focus();
  },
};

help.hidden = false;
off.checked = kept();
off.addEventListener("change", () => keep(off.checked));
document.addEventListener("keydown", (event) => {
  const act = ACTS[event.key];
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
  if (!act || busy || off.checked || event.target.closest?.(TYPED)) return;
  event.preventDefault();
  act();
});

// Under a long answer, how many characters remain; without it the limit alone is written.
for (const foot of document.querySelectorAll("[data-limit]")) {
  const field = foot.parentElement.querySelector("textarea");
  const words = foot.querySelector("span");
  if (!field || !words) continue;
  const most = Number(foot.dataset.limit);
  const tell = () => {
    const left = most - field.value.length;
    const figure = `${Math.abs(left).toLocaleString("fr")} ${Math.abs(left) >= 2 ? "caractères" : "caractère"}`;
    words.textContent = left < 0 ? `${figure} de trop` : `Il vous reste ${figure}`;
  };
  field.addEventListener("input", tell);
  tell();
}

// Places suggested while one types: the list comes as options from the address given by data-suggests.
for (const field of document.querySelectorAll("[data-suggests]")) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-suggestions`;
  field.after(list);
  field.setAttribute("list", list.id);
  let wait = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(wait);
    const text = field.value.trim();
    if (text.length < 2 || [...list.options].some((option) => option.value === text)) return;
    asked = text;
    wait = setTimeout(async () => {
      try {
        const answer = await fetch(`${field.dataset.suggests}?${new URLSearchParams({ lieu: text })}`);
        if (answer.ok && asked === text) list.innerHTML = await answer.text();
      } catch {
        // Without an answer the field stays a plain field.
      }
    }, 250);
  });
}

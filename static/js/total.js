// The total of a table of amounts, as one types; the server computes its own.
for (const table of document.querySelectorAll("[data-total]")) {
  const sum = table.querySelector("[data-sum]");
  const amount = (text) => Number(text.replace(/\s/g, "").replace(",", ".").replace(/€$/, ""));
  const add = () => {
    let total = 0;
    for (const field of table.querySelectorAll("[data-amount]")) {
      const found = amount(field.value);
      if (Number.isFinite(found)) total += found;
    }
    sum.textContent = (Math.round(total * 1e6) / 1e6).toLocaleString("fr", { maximumFractionDigits: 6 });
  };
  table.addEventListener("input", add);
}

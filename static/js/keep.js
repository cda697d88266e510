// Copying an address and printing: buttons that only exist with JavaScript; the address is there to be read anyway.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const words = document.getElementById(`${button.dataset.copies}-copie`);
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      words.textContent = "L’adresse est copiée.";
    } catch {
      field.select();
      words.textContent = "L’adresse est sélectionnée : copiez-la avec votre clavier.";
    }
  });
}
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

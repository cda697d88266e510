// Says what the meeting will take from the package and what will be left, as the person chooses.
const said = document.querySelector("[data-debit]");
const form = said?.closest("form");

const spoken = (minutes) => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest}\u00a0min`;
  return rest ? `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}` : `${hours}\u00a0h`;
};

const say = () => {
  const fields = new FormData(form);
  const left = form.querySelector(`[data-left="${CSS.escape(fields.get("with_whom"))}"]`)?.value;
  const minutes = Number(fields.get("other_minutes") || fields.get("minutes") || 0);
  if (left === undefined || !minutes) said.textContent = "La durée choisie sera retirée du forfait d’heures.";
  else if (left === "") said.textContent = "Pas de forfait d’heures\u00a0: rien ne sera retiré.";
  else if (minutes > left) said.textContent = `Il reste ${spoken(Number(left))} dans le forfait\u00a0: pas assez pour ${spoken(minutes)}.`;
  else said.textContent = `Retiré du forfait\u00a0: ${spoken(minutes)}. Il restera ${spoken(left - minutes)}.`;
};

if (form) {
  form.addEventListener("input", say);
  say();
}

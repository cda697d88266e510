// Opens and closes the questions that earlier answers call for, as the server will: see programmes/conditions.py.
const zone = document.querySelector("[data-conditions]");
const form = zone?.closest("form");

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const size = (text) => {
  const day = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (day) return Date.parse(`${day[3]}-${day[2]}-${day[1]}`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(text);
  const figure = text.replace(/\s/g, "").replace(",", ".").replace(/€$/, "");
  return figure ? Number(figure) : NaN;
};
const answers = (name) => {
  const fields = [...form.elements].filter((field) => field.name === name || field.name.startsWith(`${name}-`));
  const shown = fields.filter((field) => field.type !== "hidden" && !field.closest("[data-asked-if][hidden]"));
  return shown
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value.trim())
    .filter(Boolean);
};

const meets = (test) => {
  if ("known" in test) return test.known;
  const given = answers(test.name);
  if (test.operator === "blank" || !given.length) return test.operator === "blank" && !given.length;
  if (test.operator === "filled") return true;
  const [text, several] = [given.join(" "), given.length > 1];
  const same = given.includes(test.value) || (!several && size(text) === size(test.value));
  const boxes = form.querySelector(`[type="checkbox"][name="${CSS.escape(test.name)}"]`);
  const has = boxes ? given.includes(test.value) : plain(text).includes(plain(test.value));
  return {
    is: same,
    is_not: !same,
    contains: has,
    lacks: !has,
    gte: size(text) >= size(test.value),
    lte: size(text) <= size(test.value),
  }[test.operator];
};

const follow = () => {
  for (const question of zone.querySelectorAll("[data-asked-if]")) {
    const { join, tests } = JSON.parse(question.dataset.askedIf);
    question.hidden = !(join === "any" ? tests.some(meets) : tests.every(meets));
  }
};

if (form) {
  const live = document.createElement("input"); // the server need not ask again what the page has opened
  Object.assign(live, { type: "hidden", name: "live", value: "1" });
  form.append(live);
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
  follow();
}

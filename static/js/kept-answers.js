// Keeps on this device, for this tab only, what form[data-autosave] has not saved yet; offered back when the page is
// opened again by the same person. Never the questions of data-private. Signing out clears it (keep-draft.js).
const PREFIX = "answers:";
const form = document.querySelector("form[data-autosave]");

const start = () => {
  const name = PREFIX + location.pathname;
  const words = (attribute) => form.dataset[attribute].split(" ").filter(Boolean);
  const value = (field) => form.elements.namedItem(field).value;
  const codes = [...form.querySelectorAll('[name^="v_"]')].map((hidden) => hidden.name.slice(2));
  const codeOf = (field) =>
    codes.filter((code) => field === `r_${code}` || field.startsWith(`r_${code}-`)).sort((a, b) => b.length - a.length)[0];
  const fieldsOf = (code) => [...form.elements].filter((field) => field.name && codeOf(field.name) === code);
  const typed = (code) =>
    fieldsOf(code)
      .filter((field) => field.type !== "file")
      .map((field) => [field.name, ["radio", "checkbox"].includes(field.type) ? field.checked && field.value : field.value]);
  const same = (code, values) => JSON.stringify(values) === JSON.stringify(typed(code));

  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(name)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (answers) => {
    if (Object.keys(answers).length) {
      const record = { person: value("page_of"), writer: value("writer"), number: value("number"), answers };
      sessionStorage.setItem(name, JSON.stringify(record));
    } else sessionStorage.removeItem(name);
  };
  const keep = (code) => {
    if (!code || words("private").includes(code)) return;
    const answers = read().answers ?? {};
    write({ ...answers, [code]: { version: value(`v_${code}`), shown: value(`d_${code}`), values: typed(code) } });
  };
  const forget = (done) => {
    const answers = Object.entries(read().answers ?? {}).filter(([code]) => !done.includes(code));
    write(Object.fromEntries(answers));
  };

  const labelOf = (code) => {
    const field = fieldsOf(code)[0];
    const label = field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0];
    return label?.firstChild?.textContent.trim() ?? code;
  };
  const take = (record) => {
    form.elements.namedItem("writer").value = record.writer;
    form.elements.namedItem("number").value = Math.max(value("number"), record.number);
    for (const [code, kept] of Object.entries(record.answers)) {
      form.elements.namedItem(`v_${code}`).value = kept.version;
      form.elements.namedItem(`d_${code}`).value = kept.shown;
      fieldsOf(code).forEach((field, index) => {
        const was = kept.values[index]?.[1];
        if (["radio", "checkbox"].includes(field.type)) field.checked = Boolean(was);
        else if (typeof was === "string") field.value = was;
      });
      fieldsOf(code)[0].dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const offer = (record) => {
    const box = form.querySelector('[data-notice="kept"]');
    box.querySelector("[data-labels]").textContent = Object.keys(record.answers).map(labelOf).join(", ");
    box.hidden = false;
    box.querySelector("[data-take]").addEventListener("click", () => {
      box.hidden = true;
      take(record);
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      box.hidden = true;
      write({});
    });
  };

  const record = read();
  if (record.person !== value("page_of")) {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } else {
    const given = document.getElementById("erreurs") || words("held").length; // the server has just given it all back
    const left = Object.entries(record.answers).filter(([code, kept]) => codes.includes(code) && !same(code, kept.values));
    if (given || !left.length) write({});
    else offer({ ...record, answers: Object.fromEntries(left) });
  }
  words("held").forEach(keep);
  form.addEventListener("input", (event) => keep(codeOf(event.target.name ?? "")));
  form.addEventListener("answers:saved", (event) => forget(event.detail));
};

if (form) start();

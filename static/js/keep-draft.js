// Keeps what is typed in a form[data-keep-draft] until the site acknowledges it, so that a lost network loses nothing.
// Never the fields inside [data-private]. One key per send: a second try of the same text is the same meeting.
const PREFIX = "draft:";
const form = document.querySelector("form[data-keep-draft]");
const saved = document.querySelector("[data-draft-saved]");

const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !field.closest("[data-private]");
const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
const forget = (name) => sessionStorage.removeItem(name);

const read = (name) => {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
};

const write = (name) => {
  const values = {};
  for (const field of form.elements) {
    if (kept(field) && (field.type !== "radio" || field.checked)) values[field.name] = field.value;
  }
  sessionStorage.setItem(name, JSON.stringify(values));
};

const restore = (values) => {
  for (const field of form.elements) {
    if (!kept(field) || !(field.name in values)) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
  }
  form.dispatchEvent(new Event("input"));
};

if (saved) {
  for (const name of drafts()) {
    if (read(name)?.key === saved.dataset.draftSaved) forget(name);
  }
}

if (form) {
  const mine = `${PREFIX}${form.dataset.keepDraft}:`;
  const name = mine + new URL(form.action).pathname;
  drafts().filter((other) => !other.startsWith(mine)).forEach(forget);
  const values = read(name);
  const answered = document.getElementById("erreurs"); // the server has just given the text back itself
  if (values && !answered) restore(values);
  form.addEventListener("input", () => write(name));
  form.addEventListener("submit", () => write(name));
}

document.addEventListener("submit", (event) => {
  if (event.target.action.endsWith("/logout/")) sessionStorage.clear(); // answers of kept-answers.js too
});

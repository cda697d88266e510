// Saves form[data-autosave] while one types: one request at a time, always the whole latest text, each numbered, so
// that the server tells a late one apart. A question whose text met another one is held until its writer chooses.
// Says « answers:saved » when texts are safe (detail: their codes), so that nothing more is kept on this device.
const PAUSE = 1500;
const RETRY = 10000;
const LIMIT = 20000;
const UNSAVED = "Pas encore enregistré";
const SAVING = "Enregistrement…";
const OFFLINE = "Hors connexion\u00a0: votre texte est gardé sur cet appareil";
const form = document.querySelector("form[data-autosave]");

const start = () => {
  const field = (name) => form.elements.namedItem(name);
  const codes = [...form.querySelectorAll('[name^="v_"]')].map((hidden) => hidden.name.slice(2));
  const codeOf = (name) =>
    codes.filter((code) => name === `r_${code}` || name.startsWith(`r_${code}-`)).sort((a, b) => b.length - a.length)[0];
  const held = new Set(form.dataset.held.split(" ").filter(Boolean));
  const touched = new Map(); // code → how many times it was typed in since the page was opened or saved
  const said = document.querySelector("[data-save-state] span");
  let timer, busy, isLeaving;

  const say = (words) => {
    if (said.textContent !== words) said.textContent = words;
  };
  const notice = (name, labels) => {
    for (const box of form.querySelectorAll("[data-notice]")) {
      if (box.dataset.notice === name) box.hidden = !labels;
      const words = box.querySelector("[data-labels]");
      if (box.dataset.notice === name && labels && words) words.textContent = labels;
    }
  };
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };
  const token = () => {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
    if (cookie) field("csrfmiddlewaretoken").value = cookie.slice(10); // signing in again has changed it
  };
  const contents = () => {
    const body = new FormData(form);
    const left = new Set(held);
    for (const [name, value] of [...body]) if (value instanceof File) left.add(codeOf(name));
    for (const name of [...body.keys()]) {
      const code = codeOf(name) ?? name.replace(/^[vd]_/, "");
      if (left.has(code)) body.delete(name);
    }
    return body;
  };

  const acknowledge = (answer, sent) => {
    for (const [code, [version, shown]] of Object.entries(answer.answers)) {
      field(`v_${code}`).value = version;
      field(`d_${code}`).value = shown;
      if (touched.get(code) === sent.get(code)) touched.delete(code);
    }
    for (const { code } of answer.clashes) held.add(code);
    if (answer.clashes.length) notice("clash", answer.clashes.map(({ label }) => label).join(", "));
    for (const name of ["session", "person"]) notice(name, "");
    const safe = Object.keys(answer.answers).filter((code) => !touched.has(code));
    form.dispatchEvent(new CustomEvent("answers:saved", { detail: safe }));
    say(touched.size ? UNSAVED : answer.words);
    if ([...touched].some(([code, times]) => !held.has(code) && times !== sent.get(code))) later(PAUSE);
  };

  const post = async (sent) => {
    const response = await fetch(location.pathname, {
      method: "POST",
      body: contents(),
      headers: { "X-Autosave": "1" },
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT),
    });
    const told = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    if (told.state === "saved") return acknowledge(told, sent);
    say(UNSAVED);
    if (told.state === "late") {
      field("number").value = Number(field("number").value) + 1000;
      later(PAUSE);
    } else if (told.state === "sent" || told.state === "person") notice(told.state, "1");
    else if (response.type === "opaqueredirect" || response.status === 403) notice("session", "1");
    else later(RETRY);
  };

  const save = () => {
    clearTimeout(timer);
    if (busy) return busy.then(save);
    if (![...touched.keys()].some((code) => !held.has(code))) return undefined;
    token();
    field("number").value = Number(field("number").value) + 1;
    say(SAVING);
    busy = post(new Map(touched))
      .catch(() => {
        say(navigator.onLine ? UNSAVED : OFFLINE);
        later(RETRY);
      })
      .finally(() => (busy = undefined));
    return busy;
  };

  form.addEventListener("input", (event) => {
    const code = codeOf(event.target.name);
    if (!code) return;
    touched.set(code, (touched.get(code) ?? 0) + 1);
    say(navigator.onLine ? UNSAVED : OFFLINE);
    later(PAUSE);
  });
  const leave = () => {
    isLeaving = true;
    token();
    field("number").value = Number(field("number").value) + 1;
  };
  form.addEventListener("submit", async (event) => {
    if (isLeaving) return;
    const saving = save();
    if (!saving && navigator.onLine) return leave();
    event.preventDefault();
    await Promise.race([saving, new Promise((resolve) => setTimeout(resolve, 3000))]);
    if (!navigator.onLine) return say(OFFLINE);
    leave();
    form.requestSubmit(event.submitter);
  });
  form.querySelector("[data-compare]")?.addEventListener("click", () => form.requestSubmit());
  addEventListener("online", save);
  addEventListener("offline", () => say(OFFLINE));
  addEventListener("pageshow", () => (isLeaving = false));
  addEventListener("focus", save);
  document.addEventListener("visibilitychange", save);
  addEventListener("beforeunload", (event) => {
    if (touched.size && !isLeaving) event.preventDefault();
  });
};

if (form) start();

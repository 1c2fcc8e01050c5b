/* A form marked data-autosave sends itself in the background a little after the last key, and says where the words are (data-saved).
   The marks of what the server holds (base-…) come back with each answer, so that nobody's words are written over unseen. */
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const note = form.querySelector("[data-saved]");
  const PAUSE = 2500;
  let timer, running = false, changed = false, leaving = false;

  const say = (text, good) => {
    note.querySelector("span").textContent = text;
    note.querySelector("use").setAttribute("href", good ? "#i-check" : "#i-alert");
  };
  const mark = (bases) => {
    for (const [key, base] of Object.entries(bases ?? {})) {
      const field = form.elements[`base-${key}`];
      if (field) field.value = base;
    }
  };
  const later = (pause = PAUSE) => { clearTimeout(timer); timer = setTimeout(save, pause); };

  async function save() {
    if (!changed || leaving) return;
    if (running) { later(); return; }
    running = true;
    changed = false;
    try {
      const headers = { "X-Background": "autosave", Accept: "application/json" };
      const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(new FormData(form)), headers });
      const said = await answer.json();
      mark(said.bases);
      say(said.saved ? `已存到服务器　${said.saved}` : said.sentence, Boolean(said.saved));
    } catch {
      changed = true;
      say("没有连上服务器，您填的还在这一页，稍后再存", false);
      later(15000);
    } finally {
      running = false;
      if (changed && !leaving) later();
    }
  }

  form.addEventListener("input", () => { changed = true; later(); });
  form.addEventListener("submit", (event) => {
    if (running) { event.preventDefault(); setTimeout(() => form.requestSubmit(event.submitter ?? undefined), 300); return; }
    leaving = true;
    clearTimeout(timer);
  });
  // Back from another page, or away from the window: nothing waits for the pause.
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
})();

/* What was typed outlives a session that ended: kept in this tab when a form is sent, put back when the same page is
   shown again after sign-in. Never passwords, codes or hidden fields. Pages on the way (data-kept-through) let it pass. */
(() => {
  const KEY = "kept";
  const read = () => { try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; } };
  const here = location.pathname + location.search;
  const kept = read();
  const typed = (field) => field.name && /^(text|tel|email|search|url|number|date|textarea|select-one)$/.test(field.type)
    && !/password|code|digest|credential/.test(field.name);

  if (document.querySelector("[data-kept-through]")) {
    if (!kept || !Object.keys(kept.fields).length) return;
    // The session ended under the form: the server sends whoever sent it here, and back to its page.
    kept.through ||= new URLSearchParams(location.search).get("next") === kept.page;
    if (!kept.through) return;
    sessionStorage.setItem(KEY, JSON.stringify(kept));
    for (const note of document.querySelectorAll("[data-kept-note]")) note.hidden = false;
    return;
  }
  if (kept?.through && kept.page === here && Date.now() - kept.at < 12 * 3600e3) {
    for (const form of document.querySelectorAll("form[method=post]")) {
      for (const field of form.elements) if (typed(field) && field.name in kept.fields) field.value = kept.fields[field.name];
    }
  }
  // Arrived anywhere else: what was sent has been dealt with.
  if (!kept?.through || kept.page === here) sessionStorage.removeItem(KEY);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const fields = Object.fromEntries([...form.elements].filter((field) => typed(field) && field.value).map((field) => [field.name, field.value]));
    sessionStorage.setItem(KEY, JSON.stringify({ page: here, at: Date.now(), fields }));
  });
})();

/* A checkbox marked data-reveals="id id" shows and hides the passwords of those fields. It stands hidden in the page until this file has run. */
(() => {
  for (const box of document.querySelectorAll("[data-reveals]")) {
    const fields = box.dataset.reveals.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    const row = box.closest("[hidden]");
    if (row) row.hidden = false;
    const show = () => fields.forEach((field) => { field.type = box.checked ? "text" : "password"; });
    box.addEventListener("change", show);
    // A password left readable would be kept by the browser as ordinary text.
    box.form?.addEventListener("submit", () => { box.checked = false; show(); });
  }
})();

/* A button marked data-copies="id" copies that field, and says so in its own words. It stands hidden in the page until this file has run. */
(() => {
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      button.textContent = "已复制";
    });
  }
})();

/* 大字版 and 高对比: kept by the browser, set before the first paint, so that public pages are the same bytes for everybody.
   Without JavaScript the same buttons post to /display/. */
(() => {
  const root = document.documentElement;
  const modes = { type: "large", contrast: "high" };
  const attribute = (name) => `data-${name}`;

  const remembered = (name) => {
    try { return localStorage.getItem(`display-${name}`); } catch { return null; }
  };
  const remember = (name, value) => {
    try { localStorage.setItem(`display-${name}`, value); } catch { /* a browser that keeps nothing still shows it */ }
  };
  const show = (name, on) => {
    if (on) root.setAttribute(attribute(name), modes[name]);
    else root.removeAttribute(attribute(name));
  };
  const press = () => {
    for (const button of document.querySelectorAll("[data-display]")) {
      button.setAttribute("aria-pressed", String(root.hasAttribute(attribute(button.dataset.display))));
    }
  };

  for (const name of Object.keys(modes)) {
    const value = remembered(name);
    if (value !== null) show(name, value === modes[name]);
  }
  document.addEventListener("DOMContentLoaded", press);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-display]");
    if (!button) return;
    event.preventDefault();
    const name = button.dataset.display;
    const on = !root.hasAttribute(attribute(name));
    show(name, on);
    remember(name, on ? modes[name] : "");
    press();
  });
})();

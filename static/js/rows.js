/* A list of rows (data-rows="key", data-most): a button adds one below the last. It stands hidden in the page until this file has run; without it a saved page has one empty row more. */
(() => {
  for (const list of document.querySelectorAll("[data-rows]")) {
    const button = list.querySelector("[data-add-row]");
    const body = list.querySelector("tbody");
    const most = Number(list.dataset.most) || 200;
    if (!button || !body.rows.length) continue;
    const fits = () => { button.hidden = body.rows.length >= most; };

    button.addEventListener("click", () => {
      const last = body.rows[body.rows.length - 1];
      const row = last.cloneNode(true);
      const place = body.rows.length;
      row.cells[0].textContent = place + 1;
      for (const field of row.querySelectorAll("input, select, textarea")) {
        for (const name of ["name", "id"]) field.setAttribute(name, field.getAttribute(name).replace(/-\d+-/, `-${place}-`));
        field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/第\d+行/, `第${place + 1}行`));
        field.value = "";
      }
      body.append(row);
      row.querySelector("input, select, textarea").focus();
      fits();
    });
    fits();
  }
})();

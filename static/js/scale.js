/* The scale of a score sheet (得分率): choosing a step fills in its points, typing points chooses the step that they are, if any.
   On a phone the strip of items begins at the present one. */
(() => {
  const here = document.querySelector(".review-item[aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft;
  const scale = document.querySelector("[data-scale]");
  const points = document.getElementById("points");
  if (!scale || !points) return;
  const present = document.querySelector("[data-present]");
  const show = () => { if (present) present.textContent = points.value.trim() || "—"; };

  scale.addEventListener("change", (event) => {
    points.value = event.target.dataset.points;
    show();
  });
  points.addEventListener("input", () => {
    const typed = Number(points.value);
    for (const step of scale.querySelectorAll("input")) {
      step.checked = points.value.trim() !== "" && Number(step.dataset.points) === typed;
    }
    show();
  });
})();

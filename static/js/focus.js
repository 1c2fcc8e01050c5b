/* What must be read first after a refused form, marked data-focus, gets the focus when the page opens. */
document.querySelector("[data-focus]")?.focus();

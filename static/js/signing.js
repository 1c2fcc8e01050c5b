/* A signing form (data-signing) whose signer has a passkey: the button (data-passkey) asks the server for a challenge over what is signed, the key for its answer, and sends the form. */
(() => {
  for (const part of document.querySelectorAll("[data-signing]")) {
    const button = part.querySelector("[data-passkey]");
    if (!button || !window.webauthnJSON?.supported()) continue;
    const form = part.closest("form");
    const failed = part.querySelector("[data-passkey-failed]");
    button.closest("[hidden]").hidden = false;

    const ask = async () => {
      const body = new URLSearchParams({ digest: form.elements.signing_digest.value });
      const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      const answer = await fetch(part.dataset.challenge, { method: "POST", body, headers });
      if (!answer.ok) throw new Error(String(answer.status));
      return webauthnJSON.get(await answer.json());
    };

    button.addEventListener("click", async () => {
      if (!form.reportValidity()) return;
      failed.hidden = true;
      button.disabled = true;
      try {
        form.elements.signing_credential.value = JSON.stringify(await ask());
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    });
  }
})();

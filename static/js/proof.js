/* A form (data-proof: address of a challenge) brings its solution in the field altcha. altcha's worker (data-worker) finds it while the form is filled in; sent earlier, the form waits and says so. Where that fails it goes without. */
(() => {
  for (const form of document.querySelectorAll("[data-proof]")) {
    const field = form.elements.altcha;
    const wait = form.querySelector("[data-proof-wait]");
    let ready, sent;

    const solve = (challenge) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(form.dataset.worker);
        worker.onerror = reject;
        worker.onmessage = ({ data }) => {
          worker.terminate();
          if (data?.derivedKey) resolve(data);
          else reject(data);
        };
        worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: 60_000 });
      });

    const prove = async () => {
      field.value = "";
      try {
        const answer = await fetch(form.dataset.proof, { credentials: "omit" });
        const challenge = await answer.json();
        field.value = btoa(JSON.stringify({ challenge, solution: await solve(challenge) }));
      } catch {
        field.value = "";
      }
    };

    const begin = () => {
      ready = prove();
    };
    begin();
    // A form left open takes a new challenge before the old one ends.
    setInterval(begin, form.dataset.minutes * 60_000 - 60_000);

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (sent) return;
      sent = true;
      wait.hidden = Boolean(field.value);
      await ready;
      form.submit();
    });
  }
})();

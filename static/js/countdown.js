/* A room's clock (data-countdown): counts down to each end ([data-until], a <time>) in turn, by the server's clock (data-now). Without it the ends stand as text. */
(() => {
  for (const part of document.querySelectorAll("[data-countdown]")) {
    const ahead = Date.parse(part.dataset.now) - Date.now();
    const ends = [...part.querySelectorAll("[data-until]")].map((time) => ({ name: time.dataset.until, at: Date.parse(time.dateTime) }));
    const left = part.querySelector("[data-left]");
    const [words, number] = left.children;
    const said = part.querySelector("[data-said]");
    let before;

    const tick = () => {
      const now = Date.now() + ahead;
      const place = ends.findIndex((end) => end.at > now);
      const over = place < 0;
      const seconds = over ? 0 : Math.ceil((ends[place].at - now) / 1000);
      number.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      words.textContent = over ? "时间到" : `${ends[place].name}还剩`;
      if (before !== undefined && before !== place) said.textContent = over ? "质询时间到。" : `${ends[before].name}时间到，${ends[place].name}开始。`;
      before = place;
      if (over) clearInterval(timer);
    };

    left.hidden = false;
    const timer = setInterval(tick, 500);
    tick();
  }
})();

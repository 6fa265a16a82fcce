/**
 * What the page does beyond showing: the Tab key stops once at each drawing and arrow keys move within, what is pointed
 * at is told below, and the ways of a box light up.
 */
export const SCRIPT = `"use strict";
for (const drawing of document.querySelectorAll("[data-points]")) {
  const points = [...drawing.querySelectorAll("[data-detail]")];
  const readout = drawing.closest("figure").querySelector(".readout");
  const hint = readout.textContent;
  const ways = [...drawing.querySelectorAll(".way")];
  const follow = (id, here, there) => {
    for (const way of ways) {
      if (way.dataset[here] !== id) continue;
      way.classList.add("lit");
      follow(way.dataset[there], here, there);
    }
  };
  const show = (point) => {
    readout.textContent = point ? point.dataset.detail : hint;
    for (const way of ways) way.classList.remove("lit");
    if (!point || !point.id) return;
    follow(point.id, "from", "to");
    follow(point.id, "to", "from");
  };
  const focused = () => points.find((point) => point === document.activeElement);
  points.forEach((point, index) => {
    point.addEventListener("pointerenter", () => show(point));
    point.addEventListener("pointerleave", () => show(focused()));
    point.addEventListener("focus", () => show(point));
    point.addEventListener("blur", () => show());
    point.addEventListener("keydown", (event) => {
      const to = {
        ArrowRight: index + 1,
        ArrowDown: index + 1,
        ArrowLeft: index - 1,
        ArrowUp: index - 1,
        Home: 0,
        End: points.length - 1,
      }[event.key];
      const next = points[to];
      if (!next) return;
      event.preventDefault();
      point.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  });
}
`;

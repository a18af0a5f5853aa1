// What tests ask of a page, as an expression: each function looks and answers in plain values.
(() => {
  const every = (query) => [...document.querySelectorAll(query)];
  const named = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute("class")}: ${element.textContent.trim().slice(0, 60)}`;
  const touch = (one, other) =>
    other.left < one.right - 1 && other.right > one.left + 1 && other.top < one.bottom - 3 && other.bottom > one.top + 3;

  return {
    // Everything that stands past the right edge and cannot be scrolled to in a region of its own.
    beyond: () =>
      every("body *")
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 0 && box.right > innerWidth + 1 && !element.closest(".scroll, .sr");
        })
        .map(named),

    // Text that a box hides because it does not fit.
    cut: () =>
      every("body *:not(.sr)")
        .filter((element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX))
        .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
        .map(named),

    // How many places the Tab key stops at.
    stops: () => every('a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, [tabindex="0"]').filter((element) => element.checkVisibility()).length,

    // The element that has the focus: what it is, whether it is seen, and whether something shows that it has it.
    focused: () => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const bar = element.querySelector(".bar");
      return {
        name: element.textContent.trim().replace(/\s+/g, " ").slice(0, 60) || element.getAttribute("aria-label"),
        seen: box.width > 0 && ((box.top >= -1 && box.bottom <= innerHeight + 1) || box.height > innerHeight),
        marked:
          (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ||
          (bar !== null && parseFloat(getComputedStyle(bar).strokeWidth) >= 4),
      };
    },

    // Labels of the drawing that stand on a bar, a mark or a name.
    collisions: () =>
      every(".tl-span").flatMap((label) =>
        every(".tl-due, .bar, .tl-unit")
          .filter((other) => touch(label.getBoundingClientRect(), other.getBoundingClientRect()))
          .map((other) => `${label.textContent} / ${named(other)}`),
      ),
  };
})()

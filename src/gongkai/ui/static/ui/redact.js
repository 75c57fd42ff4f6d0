"use strict";
/* Boxes drawn on a page with mouse, pen or finger; each is kept in the hidden field of the form, as fractions of the
   page, until the form is sent. Without this the position of a box is typed in. */

const leaf = document.querySelector("svg[data-draw]");
const form = document.querySelector("form[data-drawing]");
if (leaf && form) {
  const field = document.getElementById(leaf.dataset.draw);
  const words = form.querySelector("[data-drawn-words]");
  const undo = form.querySelector("[data-undo]");
  const plane = leaf.viewBox.baseVal;
  const least = 0.003;
  const drawn = [];
  let begun = null;

  const shape = () => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    one.setAttribute("class", "fresh");
    leaf.append(one);
    return one;
  };
  const place = (event) => {
    const around = leaf.getBoundingClientRect();
    const within = (n) => Math.min(1, Math.max(0, n));
    return [within((event.clientX - around.left) / around.width), within((event.clientY - around.top) / around.height)];
  };
  const edges = (from, to) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]),
  ];
  const lay = (rect, [x0, y0, x1, y1]) => {
    rect.setAttribute("x", x0 * plane.width);
    rect.setAttribute("y", y0 * plane.height);
    rect.setAttribute("width", (x1 - x0) * plane.width);
    rect.setAttribute("height", (y1 - y0) * plane.height);
  };
  const tell = () => {
    field.value = drawn.map((one) => one.box.map((n) => n.toFixed(6)).join(",")).join(" ");
    words.textContent = drawn.length
      ? "画了 " + drawn.length + " 个框，还没有保存：选好依据，再按“加上这些框”。"
      : "用鼠标或者手指在页面上画框，可以连续画几个；也可以填写位置，按页面的百分比。";
    undo.hidden = !drawn.length;
  };
  const end = () => {
    if (begun) begun.rect.remove();
    begun = null;
  };

  leaf.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    leaf.setPointerCapture(event.pointerId);
    begun = { from: place(event), rect: shape() };
  });
  leaf.addEventListener("pointermove", (event) => {
    if (begun) lay(begun.rect, edges(begun.from, place(event)));
  });
  leaf.addEventListener("pointerup", (event) => {
    if (!begun) return;
    const box = edges(begun.from, place(event));
    if (box[2] - box[0] < least || box[3] - box[1] < least) { end(); return; }
    lay(begun.rect, box);
    drawn.push({ box, rect: begun.rect });
    begun = null;
    tell();
  });
  leaf.addEventListener("pointercancel", end);
  undo.addEventListener("click", () => {
    const last = drawn.pop();
    if (last) last.rect.remove();
    tell();
  });
  /* Drawn and not sent yet: leaving asks once. */
  let sending = false;
  document.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (drawn.length && !sending) event.preventDefault();
  });
  /* What was drawn before a refusal stands there again. */
  for (const line of field.value.split(" ").filter(Boolean)) {
    const box = line.split(",").map(Number);
    if (box.length !== 4 || box.some(Number.isNaN)) continue;
    const rect = shape();
    lay(rect, box);
    drawn.push({ box, rect });
  }
  tell();
}

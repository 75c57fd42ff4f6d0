"use strict";
/* Titles that fit what is being typed. Without this script the button finds the same. */
const box = document.querySelector("[data-suggest]");
if (box && window.htmx) {
  const list = document.getElementById("suggestions");
  box.setAttribute("hx-get", box.dataset.suggest);
  box.setAttribute("hx-trigger", "input changed delay:250ms");
  box.setAttribute("hx-target", "#suggestions");
  box.setAttribute("hx-sync", "this:replace");
  box.setAttribute("hx-params", "q");
  window.htmx.process(box);
  const links = () => [...list.querySelectorAll("a")];
  const close = () => { list.textContent = ""; };
  /* Up and down between the words and what fits them; Escape closes. */
  box.form.addEventListener("keydown", (event) => {
    const all = links();
    const here = all.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); box.focus(); }
    if (event.key === "ArrowDown" && all.length && (here >= 0 || document.activeElement === box)) { event.preventDefault(); all[Math.min(here + 1, all.length - 1)].focus(); }
    if (event.key === "ArrowUp" && here >= 0) { event.preventDefault(); if (here) all[here - 1].focus(); else box.focus(); }
  });
  box.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) close(); });
}

"use strict";
/* What makes the desk quicker; every page works without it. No inline code, nothing from elsewhere. */

/* Files dropped on the sheet land in its file field, and what was chosen is listed before it is sent. */
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const list = document.getElementById(zone.dataset.drop);
  const size = (n) => (n < 1e6 ? Math.ceil(n / 1000) + " KB" : (n / 1e6).toFixed(1) + " MB");
  const most = Number(zone.dataset.most);
  const line = (file, more) => {
    const one = document.createElement("li");
    one.textContent = file.name + "，" + size(file.size) + more;
    return one;
  };
  /* One that is too large would send all the others back: it is left out here, and said so. */
  const show = () => {
    const heavy = [...input.files].filter((file) => file.size > most);
    if (heavy.length) {
      const rest = new DataTransfer();
      for (const file of input.files) if (file.size <= most) rest.items.add(file);
      input.files = rest.files;
    }
    list.replaceChildren(...[...input.files].map((file) => line(file, file.size ? "" : "（空文件）")),
      ...heavy.map((file) => line(file, "，太大，没有选入")));
  };
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("is-over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  input.addEventListener("change", show);
}

/* A form is sent once: a second click while the answer is on its way does nothing. Coming back frees it. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll("form [aria-busy]")) busy.removeAttribute("aria-busy");
});

/* A click anywhere in a row follows its first link; Enter does so by the link itself. */
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (!row || event.target.closest("a, button, input, select, label, summary")) return;
  if (window.getSelection().toString()) return;
  row.querySelector("a").click();
});

/* Panels beside the tables become tabs; without this they stand one below the other. */
const side = document.querySelector("[data-tabs]");
if (side) {
  const panels = [...side.querySelectorAll(":scope > section")];
  const bar = document.createElement("div");
  bar.className = "tabs";
  bar.setAttribute("role", "tablist");
  const pick = (panel, focus) => panels.forEach((one, at) => {
    const tab = bar.children[at];
    const on = one === panel;
    one.hidden = !on;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on && focus) tab.focus();
  });
  panels.forEach((panel, at) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "tab";
    tab.id = panel.id + "-tab";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    tab.textContent = panel.dataset.tab;
    tab.addEventListener("click", () => pick(panel));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) pick(panels[(at + step + panels.length) % panels.length], true);
    });
    bar.append(tab);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
  });
  side.prepend(bar);
  const follow = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const panel = target && panels.find((one) => one.contains(target));
    if (panel) { pick(panel); target.scrollIntoView({ block: "center" }); }
    return Boolean(panel);
  };
  if (!follow()) pick(panels[0]);
  window.addEventListener("hashchange", follow);
}

/* A sheet asked for by a link opens over the page; without this the link opens the page of the sheet. */
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target.closest("dialog");
  if (dialog && !dialog.open) dialog.showModal();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("dialog [data-close]")) { event.preventDefault(); event.target.closest("dialog").close(); }
});

/* Within a report table the arrow keys walk from figure to figure; Tab stops only at those with something to say. */
for (const table of document.querySelectorAll(".tables table")) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a.fig")]);
  const all = rows.flat();
  if (!all.length) continue;
  const resting = all.filter((one) => one.dataset.flagged);
  all.forEach((one) => { one.tabIndex = resting.includes(one) ? 0 : -1; });
  if (!resting.length) all[0].tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    const y = rows.findIndex((row) => row.includes(event.target));
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (y < 0 || !step) return;
    const x = rows[y].indexOf(event.target);
    const to = (rows[y + step[0]] || [])[x + step[1]];
    if (to) { event.preventDefault(); to.focus(); }
  });
}

/* The figure at hand shows its place in the original, when that panel is open. */
let here = null;
document.addEventListener("focusin", (event) => {
  const place = event.target.dataset && event.target.dataset.original;
  if (!place) return;
  if (here) here.classList.remove("is-here");
  here = document.getElementById(place);
  if (!here) return;
  here.classList.add("is-here");
  if (here.offsetParent) here.scrollIntoView({ block: "nearest" });
});

/* From the sheet of a cell to its place in the original: the sheet closes, the panel opens. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("dialog a[data-close-to]");
  if (!link) return;
  event.preventDefault();
  link.closest("dialog").close();
  location.hash = "";
  location.hash = link.dataset.closeTo;
});

/* What was typed survives a sending that came to nothing (signed out meanwhile, another was quicker, the line
   broke): kept in this tab when it is sent, put back where the same form is opened again by the same person,
   forgotten at the next page that is not this form. */
const draft = (() => {
  const key = "gongkai-draft";
  const who = (document.querySelector(".strip .end span") || {}).textContent || "";
  const typed = (form) => [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit"].includes(one.type));
  const path = (form) => new URL(form.action || location.href, location.href).pathname;
  const keep = (form) => {
    const values = typed(form).filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => [one.name, one.value]);
    if (values.length) sessionStorage.setItem(key, JSON.stringify({ who, at: path(form), values }));
  };
  const put = () => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { /* not ours */ }
    sessionStorage.removeItem(key);
    const form = kept && kept.who === who && [...document.querySelectorAll("main form[method=post]")].find((one) => path(one) === kept.at && location.pathname === kept.at);
    if (!form || document.querySelector(".errors, .messages .ok")) return;
    let changed = false;
    for (const [name, value] of kept.values) {
      for (const one of typed(form).filter((field) => field.name === name)) {
        if (["radio", "checkbox"].includes(one.type)) { if (one.value === value) one.checked = true; }
        else if (one.value !== value) { one.value = value; changed = true; }
      }
    }
    if (!changed) return;
    const said = document.createElement("p");
    said.className = "note soon";
    said.setAttribute("role", "status");
    said.textContent = "上次填写的内容没有送出，已经填回；请核对后再提交。";
    form.before(said);
  };
  return { keep, put };
})();
document.addEventListener("submit", (event) => { if (event.target.method === "post") draft.keep(event.target); }, true);
draft.put();

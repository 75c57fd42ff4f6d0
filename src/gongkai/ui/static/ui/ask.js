"use strict";
/* What makes the form of a request easier; every page works without it. No inline code, nothing from elsewhere. */

/* A sending that came back with mistakes: the summary is read out first. */
const summary = document.getElementById("error-summary");
if (summary) {
  summary.focus();
  /* A link to a question with several answers leads to the first of them. */
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const there = document.getElementById(link.hash.slice(1));
      const group = there && !there.matches("input, select, textarea") && there.closest("fieldset");
      if (!group) return;
      event.preventDefault();
      group.scrollIntoView({ block: "nearest" });
      group.querySelector("input").focus();
    });
  }
}

/* What is published already and fits, while it is typed. Sent in the body: no address and no log shows it. */
const asked = document.querySelector("[data-look]");
if (asked && window.htmx) {
  for (const field of asked.querySelectorAll("textarea, input")) {
    field.setAttribute("hx-post", asked.dataset.look);
    field.setAttribute("hx-trigger", "input changed delay:700ms");
    field.setAttribute("hx-target", "#published");
    field.setAttribute("hx-sync", "closest form:replace");
  }
  window.htmx.process(asked);
}

/* Typed text survives a lost connection and a closed window: it lies in this browser until the site has it. Numbers
   of documents and files do not. */
const form = document.querySelector("form[data-asking]");
const PREFIX = "gongkai-ask:";
const LASTS = 7 * 24 * 3600 * 1000;
const store = (() => { try { localStorage.setItem(PREFIX, ""); localStorage.removeItem(PREFIX); return localStorage; } catch { return null; } })();
const key = PREFIX + location.pathname;
const PRIVATE = ["document_number", "party_number", "answer", "challenge", "csrfmiddlewaretoken", "remove"];
const fields = form ? [...form.elements].filter((one) => one.name && !["submit", "file", "button"].includes(one.type) && !PRIVATE.includes(one.name)) : [];
const typed = () => JSON.stringify(fields.map((one) => [one.name, ["radio", "checkbox"].includes(one.type) ? [one.value, one.checked] : one.value]));
const before = typed();
let sending = false;
const drop = () => { if (store) store.removeItem(key); };
const keep = () => {
  if (!store) return;
  if (typed() === before) drop();
  else store.setItem(key, JSON.stringify({ at: Date.now(), before, now: typed() }));
};
const note = (words) => {
  const said = document.getElementById("asking-said") || document.createElement("p");
  said.id = "asking-said";
  said.className = "note soon";
  said.setAttribute("role", "status");
  form.before(said);
  said.textContent = words;
};
const restore = () => {
  let kept = null;
  try { kept = JSON.parse(store.getItem(key)); } catch { /* not ours */ }
  if (!kept || Date.now() - kept.at > LASTS) return drop();
  /* The site has what was sent; what it has not, it still shows as it was before. */
  if (kept.before !== before) return drop();
  JSON.parse(kept.now).forEach(([name, value], at) => {
    const one = fields[at];
    if (!one || one.name !== name) return;
    if (["radio", "checkbox"].includes(one.type)) { if (one.value === value[0]) one.checked = value[1]; }
    else one.value = value;
  });
  note("上次填写的内容没有送到本站，已从本浏览器恢复；请核对后继续。");
};
if (form && fields.length && store) {
  if (!summary) restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

/* Leaving with something unsent asks first; sending it does not. A form is sent once, and not while the line is
   down: what is typed stays on the page. */
if (form) {
  window.addEventListener("beforeunload", (event) => { if (!sending && fields.length && typed() !== before) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    if (sending) return event.preventDefault();
    if (navigator.onLine === false) {
      event.preventDefault();
      keep();
      return note("网络已断开，没有送出。填写的文字保存在本浏览器，恢复连接以后请再按一次。");
    }
    sending = true;
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    for (const busy of form.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  });
}

/* Submitted: nothing of it is left in this browser but the cookie of the receipt. */
if (document.querySelector("[data-submitted]") && store) {
  const root = PREFIX + location.pathname.replace(/receipt\/$/, "");
  for (const one of Object.keys(store)) if (one.startsWith(root)) store.removeItem(one);
}

const printing = document.querySelector("[data-print]");
if (printing) {
  printing.hidden = false;
  printing.addEventListener("click", () => window.print());
}
const copying = document.querySelector("[data-copy]");
if (copying && navigator.clipboard) {
  copying.hidden = false;
  copying.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copying.dataset.copy);
    document.querySelector("[data-copied]").textContent = "已复制";
  });
}

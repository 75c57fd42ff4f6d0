/* The editor of an item's body: a packaged ProseMirror (prose-editor/editor.js, unmodified) with the few things that a
   body may hold, and a tool bar of our own. The text field stays what is sent: without this script it is filled in by
   hand. No inline code, no inline style, nothing from elsewhere; the server cleans whatever is sent. */

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading, History, Italic,
  ListItem, Mark, Node, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell, TableHeader, TableRow,
  Text, Underline,
} from "./prose-editor/editor.js";

/* -- what a body may hold, beside what the package knows ---------------------------------------------- */
const SIDES = ["center", "right"];
const sideOf = (element) => SIDES.find((side) => element.classList.contains(side) || element.getAttribute("align") === side) || "";
const side = { default: "", parseHTML: sideOf, renderHTML: ({ side: found }) => (found ? { class: found } : {}) };
const Sides = Extension.create({
  name: "sides",
  addGlobalAttributes: () => [{ types: ["paragraph", "heading", "tableCell", "tableHeader"], attributes: { side } }],
});
const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: "" } }),
  parseHTML: () => [{ tag: "a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});
/* A picture is an attachment of the item: its address is the public one, shown is that of the desk. */
const Picture = Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  atom: true,
  addOptions: () => ({ shown: (address) => address }),
  addAttributes: () => ({ src: { default: "" }, alt: { default: "" } }),
  parseHTML: () => [{ tag: "img[src^='/items/']" }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("img");
      dom.src = this.options.shown(node.attrs.src);
      dom.alt = node.attrs.alt;
      return { dom };
    };
  },
});
/* A table keeps its caption, which the package does not know. */
const Captioned = Table.extend({
  addNodeView: () => null,
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  addAttributes: () => ({ caption: { default: "", parseHTML: (element) => (element.caption ? element.caption.textContent.trim() : ""), renderHTML: () => ({}) } }),
  renderHTML: ({ node }) => (node.attrs.caption ? ["table", {}, ["caption", {}, node.attrs.caption], ["tbody", 0]] : ["table", {}, ["tbody", 0]]),
});
const Scoped = TableHeader.extend({
  addAttributes() { return { ...this.parent?.(), scope: { default: null } }; },
});

const extensions = (shown) => [
  Document, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3, 4] }), Bold, Italic, Underline, Strike, Subscript, Superscript, Link,
  BulletList, OrderedList, ListItem, Blockquote, Captioned.configure({ resizable: false }), TableRow, TableCell, Scoped, Picture.configure({ shown }),
  Sides, History, Dropcursor.configure({ class: "rich-drop" }), Gapcursor,
];

/* Word and WPS bring along what nobody sees; the server takes it away, too. A style is read as text only: the policy of
   the page lets none in, not even into a document that nobody shows. */
const styleOf = (one) => (one.getAttribute("data-style") || "").replace(/\s+/g, "").toLowerCase();
const roughly = (html) => {
  const bare = html.replace(/<style\b[^]*?<\/style\s*>/gi, "").replace(/(<[^<>]*?\s)style(\s*=)/gi, "$1data-style$2");
  const page = new DOMParser().parseFromString(bare, "text/html");
  for (const gone of page.querySelectorAll("style, script, xml, title, meta, link, del")) gone.remove();
  for (const one of page.querySelectorAll("[data-style], [hidden]")) {
    const style = styleOf(one);
    const aligned = /text-align:(center|right)/.exec(style);
    if (one.hidden || /display:none|mso-hide:all|visibility:hidden/.test(style)) one.remove();
    else if (aligned) one.className = aligned[1];
    else if (one.tagName === "SPAN" && /font-weight:(bold|[6-9]00)/.test(style)) {
      const bold = page.createElement("b");
      bold.append(...one.childNodes);
      one.replaceChildren(bold);
    }
    one.removeAttribute("data-style");
  }
  return page.body.innerHTML;
};

/* -- the tool bar ------------------------------------------------------------------------------------- */
const GROUPS = [
  ["撤销和重做", [["撤销", "undo", (run) => run.undo()], ["重做", "redo", (run) => run.redo()]]],
  ["文字", [
    ["加粗", "bold", (run) => run.toggleBold()], ["倾斜", "italic", (run) => run.toggleItalic()], ["下划线", "underline", (run) => run.toggleUnderline()],
    ["上标", "superscript", (run) => run.toggleSuperscript()], ["下标", "subscript", (run) => run.toggleSubscript()],
  ]],
  ["位置", [["居中", "center"], ["居右", "right"]]],
  ["段落", [["项目", "bulletList", (run) => run.toggleBulletList()], ["编号", "orderedList", (run) => run.toggleOrderedList()], ["引用", "blockquote", (run) => run.toggleBlockquote()]]],
  ["插入", [["链接", "link"], ["图片", "picture"], ["表格", "table"]]],
];
const IN_TABLE = [
  ["上方加行", (run) => run.addRowBefore()], ["下方加行", (run) => run.addRowAfter()], ["删除行", (run) => run.deleteRow()],
  ["左侧加列", (run) => run.addColumnBefore()], ["右侧加列", (run) => run.addColumnAfter()], ["删除列", (run) => run.deleteColumn()],
  ["合并单元格", (run) => run.mergeCells()], ["拆分单元格", (run) => run.splitCell()], ["表头行", (run) => run.toggleHeaderRow()],
  ["表头列", (run) => run.toggleHeaderColumn()], ["表题", null], ["删除表格", (run) => run.deleteTable()],
];
const LEVELS = [["正文", 0], ["一级标题", 2], ["二级标题", 3], ["三级标题", 4]];

const made = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...inside);
  return element;
};

/* A question in a dialog of the page; null when it was given up. */
const asked = (title, fields) => new Promise((answer) => {
  const inputs = fields.map(([label, name, value, choices]) => {
    const input = choices ? made("select", { name }, ...choices.map(([key, words]) => made("option", { value: key }, words))) : made("input", { name, value });
    return [name, input, made("label", {}, label, input)];
  });
  const form = made("form", { method: "dialog" }, made("h2", {}, title), ...inputs.map((one) => one[2]),
    made("div", { class: "buttons" }, made("button", { value: "yes" }, "插入"), made("button", { value: "", class: "plain", formnovalidate: true }, "不插入")));
  const dialog = made("dialog", { class: "rich-dialog", "aria-label": title }, form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    answer(dialog.returnValue === "yes" ? Object.fromEntries(inputs.map(([name, input]) => [name, input.value.trim()])) : null);
  });
  document.body.append(dialog);
  dialog.showModal();
});

const begun = (field, number) => {
  const pictures = JSON.parse(field.dataset.pictures || "[]");
  const prefix = field.dataset.shown || "";
  const shown = (address) => (prefix ? prefix + address.split("/").at(-2) + "/" : address);
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label && !label.id) label.id = `${field.id}-label`;
  const help = made("p", { class: "hint", id: `${field.id}-keys` }, "Alt+F10 到工具栏；在表格里按 Tab 到下一格，先按 Esc 再按 Tab 离开正文。");
  const bar = made("div", { class: "rich-bar", role: "toolbar", "aria-label": "正文工具栏", "aria-controls": `${field.id}-rich` });
  const inner = made("div", { class: "rich-bar rich-table-bar", role: "toolbar", "aria-label": "表格工具栏", hidden: true });
  const place = made("div", { class: "rich-place" });
  const frame = made("div", { class: "rich" }, bar, inner, place, help);
  const described = [field.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" ");
  field.before(frame);
  field.hidden = true;

  let leaving = false;
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: field.value,
    extensions: extensions(shown),
    editorProps: {
      attributes: {
        id: `${field.id}-rich`, class: "rich-text item-body", role: "textbox", "aria-multiline": "true", "aria-describedby": described,
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": "正文" }), ...(field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      },
      transformPastedHTML: roughly,
      handleDOMEvents: {
        keydown: (view, event) => {
          if (event.key === "Tab" && leaving) { leaving = false; return true; }
          leaving = event.key === "Escape";
          if (event.altKey && event.key === "F10") { event.preventDefault(); bar.querySelector("[tabindex='0']").focus(); return true; }
          return false;
        },
      },
    },
    onUpdate: () => {
      field.value = editor.isEmpty ? "" : editor.getHTML();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => tell(),
  });
  const run = () => editor.chain().focus();
  const current = () => (editor.isActive("heading") ? "heading" : "paragraph");
  const inTable = () => editor.isActive("table");
  const ACTS = {
    center: () => run().updateAttributes(current(), { side: editor.isActive({ side: "center" }) ? "" : "center" }).run(),
    right: () => run().updateAttributes(current(), { side: editor.isActive({ side: "right" }) ? "" : "right" }).run(),
    link: async () => {
      const before = editor.getAttributes("link").href || "";
      const given = await asked("链接", [["网址（留空为取消链接）", "href", before]]);
      if (!given) return editor.commands.focus();
      if (!given.href) return run().extendMarkRange("link").unsetMark("link").run();
      if (editor.state.selection.empty && !before) return run().insertContent([{ type: "text", text: given.href, marks: [{ type: "link", attrs: { href: given.href } }] }]).run();
      return run().extendMarkRange("link").setMark("link", { href: given.href }).run();
    },
    picture: async () => {
      const choices = pictures.map((one) => [one.src, one.name]);
      const given = await asked("图片", [["附件中的图片", "src", "", choices], ["图片说明（读屏软件朗读）", "alt", ""]]);
      if (given) run().insertContent({ type: "picture", attrs: { src: given.src, alt: given.alt } }).run();
    },
    table: async () => {
      const given = await asked("表格", [["行数（含表头）", "rows", "3"], ["列数", "cols", "3"]]);
      const within = (text, most) => Math.min(most, Math.max(1, parseInt(text, 10) || 1));
      if (given) run().insertTable({ rows: within(given.rows, 200), cols: within(given.cols, 30), withHeaderRow: true }).run();
    },
    caption: async () => {
      const given = await asked("表题", [["表题（留空为没有）", "caption", editor.getAttributes("table").caption || ""]]);
      if (given) run().updateAttributes("table", { caption: given.caption }).run();
    },
  };

  const level = made("select", { "aria-label": "段落样式", tabindex: "0" }, ...LEVELS.map(([words, n]) => made("option", { value: String(n) }, words)));
  level.addEventListener("change", () => {
    const n = Number(level.value);
    (n ? run().setHeading({ level: n }) : run().setParagraph()).run();
  });
  bar.append(level);
  const button = (words, act, name = "") => {
    const one = made("button", { type: "button", tabindex: "-1", ...(name ? { "data-rich-act": name, "aria-pressed": "false" } : {}) }, words);
    one.addEventListener("click", act);
    return one;
  };
  for (const [words, tools] of GROUPS) {
    const group = made("span", { class: "rich-group", role: "group", "aria-label": words });
    for (const [name, code, act] of tools) {
      if (code === "picture" && !pictures.length) continue;
      group.append(button(name, ACTS[code] || (() => act(run()).run()), code));
    }
    bar.append(group);
  }
  for (const [name, act] of IN_TABLE) inner.append(button(name, act ? () => act(run()).run() : ACTS.caption));
  inner.firstElementChild.tabIndex = 0;
  const raw = button("改用文本框", () => {
    const plain = field.hidden;
    field.hidden = !plain;
    place.hidden = plain;
    raw.textContent = plain ? "改用编辑器" : "改用文本框";
    if (plain) field.focus(); else editor.commands.setContent(field.value);
  });
  bar.append(raw);

  /* One stop of the Tab key for a tool bar, arrows within it. */
  for (const one of [bar, inner]) {
    one.addEventListener("keydown", (event) => {
      const stops = [...one.querySelectorAll("select, button")].filter((stop) => !stop.disabled);
      const at = stops.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
      if (event.key === "Escape") { event.preventDefault(); editor.commands.focus(); return; }
      if (to === undefined || at < 0) return;
      event.preventDefault();
      for (const stop of stops) stop.tabIndex = -1;
      const next = stops[(to + stops.length) % stops.length];
      next.tabIndex = 0;
      next.focus();
    });
  }

  function tell() {
    if (!bar.isConnected || !raw) return;
    const found = LEVELS.find(([, n]) => n && editor.isActive("heading", { level: n }));
    level.value = String(found ? found[1] : 0);
    for (const one of bar.querySelectorAll("[data-rich-act]")) {
      const code = one.dataset.richAct;
      const active = ["center", "right"].includes(code) ? editor.isActive({ side: code }) : editor.isActive(code);
      one.setAttribute("aria-pressed", String(active));
    }
    inner.hidden = !inTable();
  }

  if (label) label.addEventListener("click", () => { if (field.hidden) editor.commands.focus(); });
  /* The link of an error summary leads to the field, which is not seen. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`a[href="#${field.id}"]`);
    if (link && field.hidden) { event.preventDefault(); place.scrollIntoView({ block: "nearest" }); editor.commands.focus(); }
  });
  field.dataset.richReady = String(number);
  tell();
};

document.querySelectorAll("textarea[data-rich]").forEach(begun);

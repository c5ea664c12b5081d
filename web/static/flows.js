// Follows the author: findings, phone and picture change while they type, and
// nothing unsaved is left without a question. Without it the forms work as forms
// do.
const form = document.getElementById("edit");
const source = document.getElementById("source");
const lines = document.getElementById("lines");
const editor = source.parentElement;
const unsaved = document.getElementById("unsaved");
const kept = "connective " + location.pathname;
let saved = "unsaved" in source.dataset ? null : source.defaultValue;
let leaving = false;

function changed() {
  const rows = source.value.split("\n");
  source.rows = rows.length;
  source.cols = rows.reduce((most, row) => Math.max(most, row.length + 2), 20);
  while (lines.childElementCount < rows.length) {
    const number = document.createElement("span");
    number.textContent = lines.childElementCount + 1;
    number.id = "line-" + number.textContent;
    lines.append(number);
  }
  while (lines.childElementCount > rows.length) lines.lastElementChild.remove();
  unsaved.hidden = source.value === saved;
}

function marks() {
  const worst = ["", "note", "warning", "error"];
  for (const number of lines.children) number.className = "";
  for (const found of document.querySelectorAll("#found-list li[data-line]")) {
    const number = document.getElementById("line-" + found.dataset.line);
    const here = found.querySelector("a")?.getAttribute("href").startsWith("#");
    if (number && here && worst.indexOf(found.className) > worst.indexOf(number.className)) number.className = found.className;
  }
}

// put shows a new part of the page, unless it is as it was. What was written into
// its fields stays.
function put(id, html, sent) {
  const part = document.getElementById(id);
  if (!part || part.dataset.shown === html) return;
  part.dataset.shown = html;
  const written = new Map();
  for (const field of part.querySelectorAll("[id]:is(input, select)")) written.set(field.id, field.value);
  const open = part.querySelector("details")?.open;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const scrolled = part.querySelector(".scroll")?.scrollTop;
  part.innerHTML = html;
  for (const [field, value] of written) {
    const now = document.getElementById(field);
    if (now && !now.value || now?.tagName === "SELECT" && !sent) now.value = value;
  }
  if (open && part.querySelector("details")) part.querySelector("details").open = true;
  if (scrolled) part.querySelector(".scroll").scrollTop = scrolled;
  if (focused) document.getElementById(focused)?.focus();
}

// look asks for what has changed, one question after the other: a text must not
// overtake the one before it.
let queue = Promise.resolve();
let waiting = false;
function look(what, said = {}) {
  if (what === "look" && waiting) return;
  if (what === "look") waiting = true;
  queue = queue.then(() => ask(what, said)).catch(() => {});
}

async function ask(what, said) {
  if (what === "look") waiting = false;
  const body = new URLSearchParams(new FormData(form));
  body.set("do", what);
  for (const [field, value] of Object.entries(said)) body.set(field, value);
  const answer = await fetch(form.action + "/look", { method: "POST", body });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const all = page.querySelector("[data-words]");
  if (!all) return;
  const sent = what !== "look" && !page.querySelector("[data-part=talk] [role=alert]");
  if (all.dataset.now !== form.was.value && source.value === saved) {
    leaving = true;
    keepPlace();
    location.reload();
    return;
  }
  for (const part of all.querySelectorAll("[data-part]")) {
    // What somebody else has written stays in sight until it is dealt with.
    const stays = part.dataset.part === "notices" && (source.value === saved || document.querySelector("#notices .conflict"));
    if (!stays) put(part.dataset.part, part.innerHTML, sent);
  }
  const words = document.getElementById("found-words");
  if (words.textContent !== all.dataset.words) words.textContent = all.dataset.words;
  if (sent) document.getElementById("heard").textContent = [...document.querySelectorAll("#talk .mine:last-of-type ~ .theirs > p")].map((said) => said.innerText).join("\n");
  marks();
}

let soon;
source.addEventListener("input", () => {
  changed();
  clearTimeout(soon);
  soon = setTimeout(() => look("look"), 350);
});

// Enter begins the next line as far in as this one.
source.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  const before = source.value.slice(0, source.selectionStart);
  const indent = before.slice(before.lastIndexOf("\n") + 1).match(/^ */)[0];
  if (indent && document.execCommand("insertText", false, "\n" + indent)) event.preventDefault();
});

// A link to a line puts the cursor there.
function goTo(line) {
  const rows = source.value.split("\n");
  const at = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  source.focus({ preventScroll: true });
  source.setSelectionRange(at, at + (rows[line - 1] ?? "").length);
  const number = document.getElementById("line-" + line);
  if (number) editor.scrollTop = number.offsetTop - editor.clientHeight / 3;
  editor.scrollLeft = 0;
  editor.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a");
  const to = (link?.getAttribute("href") ?? "").match(/^#line-(\d+)$/);
  if (!to) return;
  event.preventDefault();
  goTo(Number(to[1]));
});

// The staff's box is that of whoever's phone it is.
document.addEventListener("change", (event) => {
  if (event.target.id === "who") look("who");
});

function keepPlace() {
  sessionStorage.setItem(kept, JSON.stringify([editor.scrollTop, scrollY, source.selectionStart]));
}

form.addEventListener("submit", (event) => {
  const what = event.submitter?.value ?? "enter";
  if (what === "save" || what === "update") {
    leaving = true;
    keepPlace();
    return;
  }
  event.preventDefault();
  const said = {};
  for (const id of ["text", "staff"]) {
    const field = document.getElementById(id);
    if (!field) continue;
    said[id] = field.value;
    field.value = "";
  }
  look(what, said);
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.querySelector("[value=save]").click();
  }
});

addEventListener("beforeunload", (event) => {
  if (!leaving && source.value !== saved) event.preventDefault();
});

// What is changed elsewhere, in another editor, is shown here too.
setInterval(() => {
  if (!document.hidden && source.value === saved) look("look");
}, 2000);

const before = JSON.parse(sessionStorage.getItem(kept) ?? "null");
sessionStorage.removeItem(kept);
changed();
if (before) {
  [editor.scrollTop] = before;
  scrollTo(0, before[1]);
  source.focus({ preventScroll: true });
  source.setSelectionRange(before[2], before[2]);
} else if (/^#line-\d+$/.test(location.hash)) {
  goTo(Number(location.hash.slice(6)));
}

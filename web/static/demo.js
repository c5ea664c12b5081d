// Keeps the page up to date and sends without a reload. Without it the forms
// work as forms do.
const screen = document.getElementById("screen");
const { phone, by } = screen.dataset;

function toEnd() {
  const texts = screen.querySelector(".texts");
  texts.scrollTop = texts.scrollHeight;
}

async function look() {
  const answer = await fetch("/demo/screen?" + new URLSearchParams({ phone, by }));
  if (!answer.ok) return;
  const kept = new Map();
  for (const field of screen.querySelectorAll("input[id]")) kept.set(field.id, field.value);
  const focused = document.activeElement?.id;
  screen.innerHTML = await answer.text();
  for (const [id, value] of kept) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
  toEnd();
}

screen.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const field = form.querySelector("input[name=text]");
  if (field) field.value = "";
  const answer = await fetch(form.action, { method: "POST", body });
  if (new URL(answer.url).searchParams.has("problem")) location.href = answer.url;
  else await look();
});

new EventSource("/demo/events").onmessage = look;
toEnd();

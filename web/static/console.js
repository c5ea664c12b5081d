// Brings the parts of nhsuk-frontend to life that are better with a script, such as
// the summary of errors, which takes the focus. Without it the pages work too.
import { initAll } from '/static/vendor/nhsuk-frontend.min.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

// What is live is fetched again whenever something has changed.
const live = document.getElementById('live')
if (live) {
  const look = async () => {
    const answer = await fetch(live.dataset.rows, { credentials: 'same-origin', redirect: 'error' })
    if (answer.ok) live.innerHTML = await answer.text()
  }
  const events = new EventSource(live.dataset.events)
  events.onmessage = () => look().catch(() => {})
  let lost = false
  events.onerror = () => { lost = true }
  events.onopen = () => { if (lost) { lost = false; look().catch(() => {}) } }
}

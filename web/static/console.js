// Brings the parts of nhsuk-frontend to life that are better with a script, such as
// the summary of errors, which takes the focus. What is live, and drafts, htmx does,
// as the pages' hx- attributes say. Without scripts the pages work too.
import { initAll } from '/static/vendor/nhsuk-frontend.min.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

// A page that the browser has kept is older than what is known.
addEventListener('pageshow', event => { if (event.persisted) location.reload() })

// A template is put where the writing is, with its first blank ready to be typed
// over. Without this the page comes back with it.
const text = document.getElementById('text')
document.addEventListener('click', event => {
  const template = event.target.closest('[data-template]')?.dataset.template
  if (!text || template === undefined) return
  event.preventDefault()
  text.value = text.value.trimEnd()
  const from = text.value ? text.value.length + 1 : 0
  text.value = (text.value ? text.value + ' ' : '') + template
  text.dispatchEvent(new Event('input', { bubbles: true }))
  text.focus()
  const blank = /<[^<>\n]+>/.exec(template)
  if (blank) text.setSelectionRange(from + blank.index, from + blank.index + blank[0].length)
})

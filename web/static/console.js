// Brings the parts of nhsuk-frontend to life that are better with a script, such as
// the summary of errors, which takes the focus. Without it the pages work too.
import { initAll } from '/static/vendor/nhsuk-frontend.min.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

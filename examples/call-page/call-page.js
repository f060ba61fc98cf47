import { createPeerMetrics, pages, reasonOf, watchConference } from '@peermetrics/client'
import { IssueSeverity } from '@peermetrics/client/call/v1'
import { Order } from '@peermetrics/client/query/v1'

const [form, problem, table, watched] = ['sign-in', 'problem', 'calls', 'watched'].map(id =>
  document.getElementById(id),
)

/** Ends the watch of the call that was chosen before. */
let watching = new AbortController()

form.addEventListener('submit', async event => {
  event.preventDefault()
  const { url, token } = Object.fromEntries(new FormData(form))
  problem.textContent = ''
  try {
    await showCalls(createPeerMetrics({ baseUrl: url, token }))
  } catch (error) {
    explain(error)
  }
})

/** The newest calls. */
async function showCalls(pm) {
  const body = table.querySelector('tbody')
  body.replaceChildren()
  table.hidden = false
  for await (const { conference, verdict } of pages(
    pm.query.listConferences,
    { order: Order.NEWEST_FIRST },
    { limit: 50 },
  )) {
    const row = body.insertRow()
    row.insertCell().textContent = conference.name || conference.externalId
    row.insertCell().textContent = conference.ongoing ? 'ongoing' : 'ended'
    row.insertCell().textContent = verdict?.reason ?? ''
    const button = document.createElement('button')
    button.textContent = 'Watch'
    button.addEventListener('click', () => watch(pm, conference).catch(explain))
    row.insertCell().append(button)
  }
}

/** What happens in a call, as it happens. Goes on by itself after a lost connection. */
async function watch(pm, { id, externalId }) {
  watching.abort()
  watching = new AbortController()
  const { signal } = watching
  const list = watched.querySelector('ol')
  list.replaceChildren()
  watched.querySelector('h2').textContent = `Watching ${externalId}`
  watched.hidden = false
  for await (const change of watchConference(pm, id, { signal, excludedType: 'stats' })) {
    const text = textOf(change)
    if (text) list.append(Object.assign(document.createElement('li'), { textContent: text }))
  }
  if (!signal.aborted) list.append(Object.assign(document.createElement('li'), { textContent: 'The call is over.' }))
}

function textOf({ case: kind, value }) {
  if (kind === 'event') return value.type
  if (kind === 'issue') return `${value.severity === IssueSeverity.ERROR ? 'Error' : 'Warning'}: ${value.title}`
  if (kind === 'participant') return `${value.name || value.externalId} is there`
  return ''
}

function explain(error) {
  const words = {
    invalid_token: 'The server does not know this token.',
    expired_token: 'This token has expired.',
  }
  problem.textContent = words[reasonOf(error)] ?? error.message
}

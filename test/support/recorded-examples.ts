import { writeFileSync } from 'node:fs'
import { Router } from '../../src/http/router.ts'
import { routes } from '../../src/http/routes.ts'

/** One request of a conversation, with its answer. */
export interface RecordedExchange {
  request?: { method: string; path: string; body?: unknown }
  response?: { status: number; body?: unknown }
}

const MAX_ENTRIES = 2
const MAX_TEXT = 200
const TOKEN = /^ey[\w-]+\.[\w-]+\.[\w-]+$/

const file = new URL('../../src/http/openapi/examples.json', import.meta.url)

/**
 * Keeps the first exchange of each route that was answered with something: examples of the reference.
 * @param suffix what the conversation puts behind its names, so that they are new
 */
export function writeExamples(exchanges: readonly RecordedExchange[], suffix: string): void {
  const router = new Router(routes)
  const examples: Record<string, object> = {}
  for (const { request, response } of exchanges) {
    if (!request || response?.status !== 200) continue
    const [path = '', search = ''] = request.path.split('?')
    const { route } = router.match(request.method, `/v1${path}`)
    if (!route || request.method === 'HEAD' || isEmpty(response.body)) continue
    const query = Object.fromEntries(new URLSearchParams(search))
    examples[`${request.method} ${route.path}`] ??= {
      ...(Object.keys(query).length > 0 ? { query } : {}),
      ...(route.body ? { body: shortened(request.body) } : {}),
      answer: shortened(response.body),
    }
  }
  const sorted = Object.fromEntries(Object.entries(examples).sort(([one], [other]) => one.localeCompare(other)))
  const text = JSON.stringify(sorted, null, 2).replaceAll(new RegExp(`[ -]${suffix}`, 'g'), '')
  writeFileSync(file, `${text}\n`)
}

function isEmpty(body: unknown): boolean {
  const rows = Object.values((body ?? {}) as object)[0]
  return Array.isArray(rows) && rows.length === 0
}

/** Few entries, short texts, no tokens. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map(shortened)
  if (typeof value === 'string') return TOKEN.test(value) ? 'eyJhbGciOiJIUzI1NiJ9…' : value.slice(0, MAX_TEXT)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]))
}

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const PROJECT = new URL('../../', import.meta.url)

const read = (path: string): string => readFileSync(new URL(path, PROJECT), 'utf8')

/** Programs of their own, which write to a terminal. */
const others = /^src\/(cli|import|replay|diagnose)\//

const sources = globSync('src/**/*.ts', { cwd: PROJECT.pathname }).filter(path => !others.test(path))

/** Text of each message of level warn and above; those about the configuration say themselves what to do. */
const messages = sources.flatMap(path => {
  const text = read(path)
  const calls = text.matchAll(/[lL]og(?:\.(?:warn|error|fatal)|\[[^\]]+\])\(|\bnote\(/g)
  return [...calls].flatMap(({ index, 0: call }) => {
    const rest = text.slice(index + call.length, index + call.length + 300)
    const literal = /^\s*(?:\{[^}]*\},\s*|\w+, )?'([^']+)'/.exec(rest)?.[1]
    return literal === undefined ? [] : [literal]
  })
})

describe('docs/operating.md', () => {
  const text = read('docs/operating.md')
  const section = text.slice(text.indexOf('\n## Log messages'), text.indexOf('\n## Capacity'))
  const rows = [...section.matchAll(/^\| (?!message|---)(.+?) +\| /gm)].map(([, message = '']) => message)

  it('lists every log message of level warn and above', () => {
    expect(messages.length).toBeGreaterThan(20)
    expect(messages.filter(message => !rows.some(row => message.startsWith(row)))).toEqual([])
  })

  it('lists no message that there is not', () => {
    const all = sources.map(read).join('\n')
    const inWords = rows.filter(row => !all.includes(row) && !row.startsWith('secrets.json had the mode'))
    expect(inWords).toEqual([])
  })

  it('has a section for each alert', () => {
    const alerts = [...read('deploy/prometheus/alerts.yaml').matchAll(/alert: (\w+)[\s\S]*?runbook: (\S+)/g)]
    expect(alerts.length).toBeGreaterThan(5)
    for (const [, name = '', runbook] of alerts) {
      expect(runbook).toBe(`docs/operating.md#${name.toLowerCase()}`)
      expect(text).toContain(`\n### ${name}\n`)
    }
  })
})

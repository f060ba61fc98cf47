import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { defaultLimits } from '../../src/net/limits.ts'

it('docs/limits.md has every limit with its default', () => {
  const document = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')
  const rows = [...document.matchAll(/^\| `(\w+)` +\| +([\d.,]+) \|/gm)]
  const documented = Object.fromEntries(
    rows.map(([, name = '', value = '']) => [name, Number(value.replaceAll(',', ''))]),
  )
  expect(documented).toEqual(defaultLimits)
})

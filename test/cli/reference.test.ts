import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect, it } from 'vitest'
import { reference } from '../../packages/cli/src/reference.ts'

it('docs/cli.md is what the program says of itself (UPDATE_DOCS=1 writes it)', () => {
  if (process.env['UPDATE_DOCS']) writeFileSync('docs/cli.md', reference())
  expect(readFileSync('docs/cli.md', 'utf8')).toBe(reference())
})

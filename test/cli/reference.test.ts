import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reference } from '../../packages/cli/src/reference.ts'

it('docs/cli.md is what the program says of itself (npm run generate writes it)', () => {
  expect(readFileSync('docs/cli.md', 'utf8')).toBe(reference())
})

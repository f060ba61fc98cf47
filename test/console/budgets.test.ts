import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtFolder } from '../../src/console/built-files.ts'

interface Chunk {
  file: string
  imports?: string[]
  css?: string[]
}

const KB = 1000

const manifest = JSON.parse(readFileSync(join(builtFolder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>

/** Files that a page needs, its shared parts included. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`${name} was not built`)
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file)
  for (const imported of chunk.imports ?? []) if (!seen.has(manifest[imported]?.file ?? '')) filesOf(imported, seen)
  return seen
}

/** As sent to a browser, bytes. */
const packedSize = (files: Iterable<string>, ending: string): number =>
  [...files]
    .filter(file => file.endsWith(ending))
    .reduce((sum, file) => sum + readFileSync(join(builtFolder, `${file}.br`)).length, 0)

const ENTRY = 'index.html'
const pages = Object.keys(manifest).filter(name => name.startsWith('src/pages/'))

describe('what a browser loads, packed', () => {
  it('is less than 250 kB of scripts for the first page', () => {
    const first = new Set([...filesOf(ENTRY), ...filesOf('src/pages/calls/calls-page.tsx')])
    expect(packedSize(first, '.js')).toBeLessThan(250 * KB)
  })

  it.each(pages)('is less than 80 kB of scripts more for %s', page => {
    const entry = filesOf(ENTRY)
    const more = [...filesOf(page)].filter(file => !entry.has(file))
    expect(packedSize(more, '.js')).toBeLessThan(80 * KB)
  })

  it('is less than 30 kB of styles in all', () => {
    const all = new Set([ENTRY, ...pages].flatMap(name => [...filesOf(name)]))
    expect(packedSize(all, '.css')).toBeLessThan(30 * KB)
  })
})

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { startTestServer } from '../support/test-server.ts'
import { operator } from './cli-process.ts'

/** The package as it is published, in the `node_modules` of a project. @returns its launcher */
function install(folder: string): string {
  // What packing builds, but for the console: other tests read that meanwhile.
  execFileSync('npm', ['run', '--silent', 'build'])
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const packed = execFileSync('npm', pack, { encoding: 'utf8' })
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  execFileSync('tar', ['-xzf', join(folder, packed.trim().split('\n').at(-1) ?? ''), '-C', modules])
  renameSync(join(modules, 'package'), join(modules, 'peermetrics'))
  for (const name of readdirSync('node_modules')) {
    if (!name.startsWith('.')) symlinkSync(resolve('node_modules', name), join(modules, name))
  }
  return join(modules, 'peermetrics', 'bin', 'peermetrics.js')
}

describe('the installed package', () => {
  it('has the command line, without any TypeScript', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'peermetrics-package-'))
    try {
      const launcher = install(folder)
      expect(existsSync(join(folder, 'node_modules/peermetrics/src'))).toBe(false)
      await using server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN })
      using person = operator(launcher)
      const { code, stdout, stderr } = await person.run([
        'apps',
        'list',
        '--url',
        server.url,
        '--token',
        ADMIN_API_TOKEN,
      ])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toContain(server.apiKey)
      expect((await person.run(['frobnicate'])).code).toBe(2)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

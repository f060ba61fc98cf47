// Builds the package of the server into lib: JavaScript of its sources, with the files that they read. The console is built by
// itself (console/build.js), into dist.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
rmSync('lib', { recursive: true, force: true })
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' })
for (const name of readdirSync('src', { recursive: true })) {
  if (!/dictionary-\d+\.\w+$/.test(name)) continue
  mkdirSync(dirname(join('lib', name)), { recursive: true })
  copyFileSync(join('src', name), join('lib', name))
}

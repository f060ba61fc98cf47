// Builds the package of the current folder into its dist: JavaScript and types of its sources, with the generated messages
// where the sources have them. Plain JavaScript, and run by npm, which has the compiler in its path.
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

buildNeeded()
rmSync('dist', { recursive: true, force: true })
execFileSync('tsc', ['-p', '.'], { stdio: 'inherit', shell: process.platform === 'win32' })
if (existsSync('src/gen')) copyMessages()
copyFileSync(join(root, 'LICENSE'), 'LICENSE')

// The compiler leaves names of sources in types as they are.
for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts') || name.startsWith('gen')) continue
  const path = join('dist', name)
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/((?:from|import\() ?'\.[^']*)\.ts'/g, "$1.js'"))
}

/** Other packages of this repository are compiled against as they are published: those that are not built yet are, first. */
function buildNeeded() {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const folder = join('..', name.replace('@peermetrics/', ''))
    if (!name.startsWith('@peermetrics/') || existsSync(join(folder, 'dist/index.d.ts'))) continue
    execFileSync(process.execPath, [fileURLToPath(import.meta.url)], { cwd: folder, stdio: 'inherit' })
  }
}

/**
 * The generated messages. Their descriptors are there as text in place of base64, in which compression finds nothing that
 * repeats: bundles with all services are 6 kB smaller.
 */
function copyMessages() {
  cpSync(join(root, 'gen/peermetrics'), 'dist/gen/peermetrics', { recursive: true })
  for (const name of readdirSync('dist/gen', { recursive: true })) {
    if (!name.endsWith('.js')) continue
    const path = join('dist/gen', name)
    const code = readFileSync(path, 'utf8').replace(
      /fileDesc\("([\w+/=]+)"/,
      (_all, base64) => `fileDesc(/*@__PURE__*/ btoa(${textLiteral(Buffer.from(base64, 'base64'))})`,
    )
    writeFileSync(path, code)
  }
}

/** A string of JavaScript with a character for each byte. */
function textLiteral(bytes) {
  const text = JSON.stringify(bytes.toString('latin1'))
  return text.replaceAll(/[\x7f-\xff]/g, byte => `\\x${byte.charCodeAt(0).toString(16)}`)
}

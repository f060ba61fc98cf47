import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Builds the console when its sources are newer than what was built. */
export function buildConsole(): void {
  const built = join(root, 'dist/console/index.html')
  const sources = ['console', 'gen'].map(folder => newestIn(join(root, folder)))
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return
  execFileSync(process.execPath, [join(root, 'console/build.js')], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** When the newest file of a folder was changed, ms since the epoch. */
function newestIn(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter(entry => entry.isFile())
  return Math.max(...files.map(file => statSync(join(file.parentPath, file.name)).mtimeMs))
}

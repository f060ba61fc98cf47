// Builds the console into dist/console. Plain JavaScript: where development dependencies are left out, the Node that runs
// this may not read TypeScript.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const output = fileURLToPath(new URL('../dist/console/', import.meta.url))
// Else React is built for development where, as by vitest, something else is set.
process.env['NODE_ENV'] = 'production'

const isOptional = process.argv.includes('--if-possible')

const vite = await import('vite').catch(error => {
  if (!isOptional || error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  process.stdout.write('The console is not built: its development dependencies are not installed.\n')
})
if (vite) {
  await vite.build({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)), logLevel: 'warn' })
  compress(output)
}

/** Puts a brotli and a gzip form beside every file that gets smaller by it. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(js|css|svg|html|json|txt)$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const content = readFileSync(path)
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    )
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}

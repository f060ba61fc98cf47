import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { etagOf, type StaticFile } from './static-file.ts'

/** Where `npm run build:console` puts them. */
export const builtFolder = fileURLToPath(new URL('../../dist/console/', import.meta.url))

const PAGE = '/index.html'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The files that `npm run build:console` made, by path. Empty when it did not run. */
export function readBuiltFiles(folder: string): Map<string, StaticFile> {
  if (!existsSync(join(folder, PAGE))) return new Map()
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const paths = entries
    .filter(entry => entry.isFile() && contentTypes[extname(entry.name)] !== undefined)
    .map(entry => join(entry.parentPath, entry.name))
    // The folder that Vite keeps its manifest in is not for browsers.
    .filter(path => !relative(folder, path).startsWith('.'))
  return new Map(paths.map(path => [`/${relative(folder, path).split(sep).join('/')}`, readBuiltFile(path, folder)]))
}

function readBuiltFile(path: string, folder: string): StaticFile {
  const plain = readFileSync(path)
  const packed = new Map<string, Buffer>()
  for (const [coding, suffix] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    if (existsSync(path + suffix)) packed.set(coding, readFileSync(path + suffix))
  }
  // Names below assets/ contain a hash of the content.
  const isHashed = relative(folder, path).startsWith('assets')
  return {
    status: 200,
    contentType: contentTypes[extname(path)] ?? 'application/octet-stream',
    cacheControl: isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: etagOf(plain),
    plain,
    packed,
  }
}

/** The page of the console, which finds its files below `publicPath`. Undefined when it was not built. */
export function pageFile(files: Map<string, StaticFile>, publicPath: string): StaticFile | undefined {
  const built = files.get(PAGE)
  if (!built) return undefined
  files.delete(PAGE)
  const plain = Buffer.from(built.plain.toString().replace('<head>', `<head><base href="${publicPath}">`))
  const packed = new Map([
    ['br', brotliCompressSync(plain)],
    ['gzip', gzipSync(plain)],
  ])
  return { ...built, plain, packed, etag: etagOf(plain) }
}

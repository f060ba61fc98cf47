import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

declare global {
  /** As much as is needed here: the types of Node leave it to those of browsers. */
  namespace WebAssembly {
    type Module = object
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

const PACKAGE = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))

let code: Promise<WebAssembly.Module> | undefined

/**
 * The engine's code, compiled: once for all engines of this process, which also share what V8 makes of its functions when
 * they are first called. It begins before the thread of the engine can.
 */
export function engineCode(): Promise<WebAssembly.Module> {
  code ??= readFile(join(PACKAGE, 'pglite.wasm')).then(WebAssembly.compile)
  return code
}

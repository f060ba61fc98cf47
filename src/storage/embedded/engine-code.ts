import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

declare global {
  /** As much as is needed here: the types of Node leave it to those of browsers. */
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array)
    }
  }
}

const PACKAGE = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))

let code: WebAssembly.Module | undefined

/**
 * The engine's code, compiled: once for all engines of this process, which also share what V8 makes of its functions when
 * they are first called. At once, a tenth of a second: while a program is loaded, it comes to nothing else for long.
 */
export function engineCode(): WebAssembly.Module {
  code ??= new WebAssembly.Module(readFileSync(join(PACKAGE, 'pglite.wasm')))
  return code
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { isNodeSupported, refuseNode } from './node-version.js'

const ownNode = new URL(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url)

/**
 * Runs a program. In a clone the sources run as they are, on the Node that `npm ci` brought when the one at hand is too old.
 * An installed package has no sources but what was compiled of them.
 * @param {string} name of the program
 * @param {string} path of its main module below `src` or `lib`, without extension
 */
export async function launch(name, path) {
  const sources = new URL(`../src/${path}.ts`, import.meta.url)
  const isClone = existsSync(sources)
  if (isClone && !isNodeSupported()) return existsSync(ownNode) ? runOnOwnNode() : refuseNode(name)
  // Before anything else is loaded; Node 20 has no such thing.
  module.enableCompileCache?.()
  await import(isClone ? sources.href : new URL(`../lib/${path}.js`, import.meta.url).href)
}

function runOnOwnNode() {
  const child = spawn(fileURLToPath(ownNode), process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    // The one who called learns how it ended.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

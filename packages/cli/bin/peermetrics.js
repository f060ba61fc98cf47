#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

// In a clone the sources run as they are, on the Node that `npm ci` brought when the one at hand is too old for that. An
// installed package has what was compiled of them.
const sources = new URL('../src/main.ts', import.meta.url)
const isClone = existsSync(new URL('../tsconfig.json', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const ownNode = fileURLToPath(
  new URL(`../../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
)

const needed = isClone ? [24, 7] : [22, 12]
const isSupported = major > needed[0] || (major === needed[0] && minor >= needed[1])

if (isSupported) await start()
else if (isClone && existsSync(ownNode)) runOnOwnNode()
else {
  process.stderr.write(`peermetrics needs Node.js ${needed.join('.')} or newer, and this is ${process.versions.node}\n`)
  process.exitCode = 1
}

async function start() {
  // Before anything else is loaded.
  module.enableCompileCache()
  if (!isClone) return await import('../dist/main.js')
  module.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ['@peermetrics/source', ...context.conditions] }),
  })
  return await import(sources.href)
}

function runOnOwnNode() {
  const child = spawn(ownNode, process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    // The one who called learns how it ended.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/*
 * In a clone the sources run as they are, on the Node that `npm ci` brought when the one at hand cannot run TypeScript.
 * An installed package has no sources but what was compiled of them.
 */
const sources = new URL('../src/cli/main.ts', import.meta.url)
const compiled = new URL('../dist/cli/main.js', import.meta.url)
const ownNode = new URL(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url)

// Before anything else is loaded; Node 20 has no such thing.
module.enableCompileCache?.()

if (!existsSync(sources)) await import(compiled.href)
else if (process.features.typescript) await import(sources.href)
else if (existsSync(ownNode)) runOnOwnNode()
else {
  process.stderr.write('peermetrics: run "npm ci" first, which brings the Node version that this needs\n')
  process.exitCode = 1
}

function runOnOwnNode() {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const child = spawn(fileURLToPath(ownNode), args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    // The one who called learns how it ended.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

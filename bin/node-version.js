import process from 'node:process'

/** Oldest Node version that runs the server: `using` needs 24, passwords need Argon2 of `node:crypto`. As in package.json. */
export const MIN_NODE = [24, 7]

/** Whether this Node is new enough. Node 20 can parse all that is loaded until this is known. */
export function isNodeSupported() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])
}

/**
 * Ends the program with one line.
 * @param {string} name of the program
 */
export function refuseNode(name) {
  const needed = `${name} needs Node.js ${MIN_NODE.join('.')} or newer, and this is ${process.versions.node}`
  process.stderr.write(`${needed}. Install that one; in a clone "npm ci" brings it along\n`)
  process.exitCode = 1
}

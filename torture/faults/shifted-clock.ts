import { readFileSync } from 'node:fs'

/*
 * Loaded into a server before all else (`--import`): its clock is off by as many milliseconds as the file CLOCK_FILE says, from
 * the moment in which it says so.
 */

const LOOK_MS = 20

const RealDate = Date
let offsetMs = 0

function look(): void {
  try {
    offsetMs = Number(readFileSync(process.env['CLOCK_FILE'] ?? '', 'utf8')) || 0
  } catch {
    offsetMs = 0
  }
}

look()
setInterval(look, LOOK_MS).unref()

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parameters, newTarget) =>
    Reflect.construct(target, parameters.length === 0 ? [RealDate.now() + offsetMs] : parameters, newTarget),
  apply: () => new RealDate(RealDate.now() + offsetMs).toString(),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + offsetMs : Reflect.get(target, name)),
})

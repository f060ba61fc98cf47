import { setTimeout as delay } from 'node:timers/promises'
import { withChildren } from '../../bench/system/process-usage.ts'
import type { Trial } from '../part.ts'
import { type Plan, type Rig, survive } from './survive.ts'

type KillPlan = Omit<Plan, 'what' | 'mayBreak'> & { times: number }

/** Two processes that answer requests, one for the jobs, and the supervisor. */
const GROUP = { WORKERS: '2' }

/** Kills the server, which is then started again. */
export const killServer = ({ times, ...plan }: KillPlan): Promise<Trial> =>
  survive({ ...plan, what: `the server is killed ${times} times`, mayBreak: true }, rig => killAndRestart(rig, times))

/** Kills the supervisor of a group: its processes end with it. */
export const killSupervisor = ({ times, ...plan }: KillPlan): Promise<Trial> =>
  survive({ ...plan, what: `the supervisor is killed ${times} times`, environment: GROUP, mayBreak: true }, rig =>
    killAndRestart(rig, times),
  )

async function killAndRestart({ server, restart, load }: Rig, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    if (time > 0) await load.answered(100)
    server().kill('SIGKILL')
    await restart()
  }
}

/** Kills the processes of a group, one after the other: the supervisor starts others. */
export const killWorkers = ({ times, ...plan }: KillPlan): Promise<Trial> =>
  survive({ ...plan, what: `workers are killed ${times} times`, environment: GROUP, mayBreak: true }, async rig => {
    const { server, load, blame } = rig
    const restarts = () =>
      server()
        .log()
        .filter(({ msg }) => msg === 'a process works again').length
    for (let time = 0; time < times; time++) {
      const children = withChildren(server().pid).slice(1)
      const victim = children[time % children.length]
      if (victim === undefined) return blame('the group has no processes')
      const before = restarts()
      process.kill(victim, 'SIGKILL')
      for (const end = Date.now() + 20_000; restarts() === before; await delay(50)) {
        if (Date.now() > end) return blame('a process that was killed was not started again')
      }
      await load.answered(100)
    }
  })

/** Stops the server as an operator does, and starts it again. */
export const stopServer = ({ times, ...plan }: KillPlan): Promise<Trial> =>
  survive({ ...plan, what: `the server is stopped ${times} times`, mayBreak: true }, async rig => {
    for (let time = 0; time < times; time++) {
      if (time > 0) await rig.load.answered(100)
      rig.server().kill('SIGTERM')
      const { code, signal } = await rig.server().exited
      if (code !== 0) rig.blame(`SIGTERM ended it with ${code ?? signal}`)
      await rig.restart()
    }
  })

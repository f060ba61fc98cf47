import { parentPort, workerData } from 'node:worker_threads'
import { type AttackName, type AttackTarget, attacks } from './attacks.ts'

/* A thread that attacks: what it does does not delay the clients that are measured. */

const { name, target } = workerData as { name: AttackName; target: AttackTarget }
await attacks[name](target)
parentPort?.postMessage('under way')

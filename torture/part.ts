import type { Engine, TestDatabase } from '../test/support/database.ts'
import type { AttackName } from './attacks/attacks.ts'

/** What came of one thing that was tried. */
export interface Trial {
  what: string
  engine: Engine | 'every'
  /** Inputs, requests or acknowledgements, as the part says. */
  tried: number
  survived: number
  lost: number
  /** Figures beside these. */
  measured: Record<string, number | string>
  /** What must not have happened, in words; empty when nothing did. */
  faults: string[]
}

/** Where, and how long, things are tried. */
export interface Setting {
  engines: readonly Engine[]
  createDatabase(engine: Engine): Promise<TestDatabase>
  /** Of the attacks. */
  attacks: readonly AttackName[]
  /** A first look: small numbers. */
  isQuick: boolean
  /** Of the soak. */
  minutes: number
  seed: number
  /** Folder for inputs that can be replayed. */
  folder: string
  /** Says how far it is. */
  say(text: string): void
}

/** Tries things of one kind, one after the other. */
export type Part = (setting: Setting) => AsyncIterable<Trial>

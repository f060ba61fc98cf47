import { attacksPart } from './attacks/part.ts'
import { backupPart } from './backup/part.ts'
import { combinationsPart } from './combinations/part.ts'
import { faultsPart } from './faults/part.ts'
import { fuzzPart } from './fuzz/part.ts'
import type { Part } from './part.ts'
import { replayPart } from './replay/part.ts'
import { soakPart } from './soak/part.ts'
import { strangersPart } from './strangers/part.ts'

/** In the order in which they are carried out. */
export const parts = {
  strangers: strangersPart,
  combinations: combinationsPart,
  fuzz: fuzzPart,
  faults: faultsPart,
  backup: backupPart,
  replay: replayPart,
  attacks: attacksPart,
  soak: soakPart,
} satisfies Record<string, Part>

export type PartName = keyof typeof parts

export const partNames = Object.keys(parts) as PartName[]

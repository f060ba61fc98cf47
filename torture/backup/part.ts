import { attempt } from '../attempt.ts'
import type { Setting, Trial } from '../part.ts'
import { backUpEmbedded, backUpPostgres } from './trials.ts'

const ANSWERS = { quick: 300, full: 10_000 }

/** Backups of servers under load, restored. */
export async function* backupPart({ engines, createDatabase, isQuick }: Setting): AsyncGenerator<Trial> {
  const plan = { createDatabase, answers: isQuick ? ANSWERS.quick : ANSWERS.full }
  if (engines.includes('embedded')) {
    yield await attempt('backup', 'embedded', () => backUpEmbedded(plan))
  }
  if (engines.includes('postgres')) {
    yield await attempt('backup', 'postgres', () => backUpPostgres(plan))
  }
}

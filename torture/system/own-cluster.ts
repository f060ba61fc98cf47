import { type PostgresCluster, startPostgresCluster } from '../../test/support/postgres-cluster.ts'
import { undoAtEnd } from './clean-up.ts'

/** A PostgreSQL server of its own, gone in the end however that comes. @param parent folder for its data */
export async function startOwnCluster(programs: string, parent?: string): Promise<PostgresCluster> {
  const cluster = await startPostgresCluster(programs, parent)
  let hasEnded = false
  const undo = undoAtEnd(() => {
    if (!hasEnded) cluster.abandon()
  })
  return {
    ...cluster,
    [Symbol.asyncDispose]: async () => {
      await cluster[Symbol.asyncDispose]()
      hasEnded = true
      undo()
    },
  }
}

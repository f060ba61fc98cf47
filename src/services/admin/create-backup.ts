import { DomainError } from '../../domain/values/errors.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'

/** Pieces of an archive are handed on together once they have this size, in bytes. */
const PIECE_BYTES = 256 * 1024

/**
 * A copy of the data folder, as a tar archive in pieces.
 * @throws DomainError unimplemented with PostgreSQL, overloaded
 */
export async function* createBackup(context: CallerContext): AsyncGenerator<Uint8Array, void, undefined> {
  const { services, now } = context
  if (!services.backups) {
    throw new DomainError(
      'unimplemented',
      'This server keeps its data in PostgreSQL: back that up with pg_dump or pg_basebackup (docs/backup.md)',
    )
  }
  await inTransaction(services.em(), async em => {
    audit(em, context, { action: 'create_backup', subjectId: null })
  })
  yield* joined(services.backups.archive(now))
}

/** The same bytes in fewer pieces: most files of a database are small. */
async function* joined(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const piece of pieces) {
    waiting.push(piece)
    bytes += piece.length
    if (bytes < PIECE_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}

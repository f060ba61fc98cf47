import type { ImportContext } from './import-context.ts'
import type { SourceParticipant } from './source/rows.ts'
import { inImportTransaction } from './target/bookkeeping.ts'
import { findNamesakes } from './target/find-existing.ts'
import { participantTable } from './target/tables.ts'

const PAGE = 2000

/** Copies all participants of an app; a call brings its own along. */
export async function copyParticipants(
  { source, target, listing, progress, signal }: ImportContext,
  appId: string,
): Promise<void> {
  let last = '00000000-0000-0000-0000-000000000000'
  while (!signal.aborted) {
    const rows = await source.query<SourceParticipant>(
      `select id, app_id, participant_id, participant_name, is_sfu, created_at, is_active
         from participant where app_id = $1 and id > $2 order by id limit ${PAGE}`,
      [appId, last],
    )
    const kept = rows.filter(({ is_active }) => is_active)
    await inImportTransaction(target.em(), async em => {
      const wanted = kept.map(({ participant_id, participant_name, is_active, ...row }) => ({
        ...row,
        external_id: participant_id,
        name: participant_name,
      }))
      const namesakes = await findNamesakes(em, 'participant', wanted)
      const { written, differing } = await participantTable.store(
        em,
        wanted.filter(({ id }) => !namesakes.has(id)),
      )
      for (const id of differing) listing.add('participant that is different here: left as it is', id)
      progress.add(written)
    })
    const end = rows.at(-1)
    if (!end || rows.length < PAGE) return
    last = end.id
  }
}

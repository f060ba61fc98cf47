import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { ERASED } from '../../domain/privacy/erased-peer.ts'
import { snapshotsWithout, verdictWithout } from '../../domain/summary/without-participant.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { Participant } from '../../storage/entities/participant.ts'
import {
  conferencesOf,
  type ErasedCounts,
  eraseFromConference,
  isPeer,
  replacePeer,
} from '../../storage/privacy/erase.ts'
import { coverPeer } from '../../storage/privacy/peer-reports.ts'
import { deleteRunningAnalysis } from '../../storage/tables/running-analyses.ts'
import { rewriteSummary } from '../../storage/tables/summaries.ts'
import { anonymizeVerdicts } from '../../storage/tables/verdicts.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { privacyRules } from '../access/rules.ts'
import { changeConference } from '../lifecycle/change-conference.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { ownParticipant } from './own-participant.ts'
import { UNDER_WAY_MS } from './under-way.ts'

/**
 * Deletes all that a participant sent, conference by conference, and takes its names and addresses out of what others
 * reported about it; their connections then lead to a nameless participant. Done again after a failure, it goes on.
 * @throws DomainError participant_not_found, permission_denied
 */
export async function eraseParticipant(context: CallerContext, id: string): Promise<ErasedCounts> {
  const { services, now } = context
  const { participant, organizationId } = await ownParticipant(context, id, privacyRules.eraseParticipant)
  const stand = await inTransaction(services.em(), em => standIn(em, participant, now))
  const counts: ErasedCounts = { sessions: 0, connections: 0, tracks: 0, issues: 0, events: 0 }
  await eraseFromAll(context, participant, stand, counts)
  // Reports that were being taken when the servers forgot the sessions go, too.
  await delay(UNDER_WAY_MS)
  await eraseFromAll(context, participant, stand, counts)
  await inTransaction(services.em(), async em => {
    await em.nativeDelete(Participant, { id: participant.id })
    if (!(await isPeer(em, stand.id))) await em.nativeDelete(Participant, { id: stand.id })
    audit(em, context, {
      action: 'erase_participant',
      subjectId: participant.id,
      organizationId,
      data: { ...counts },
    })
  })
  return counts
}

/** Makes a participant that stands for the erased one in the connections of others. */
async function standIn(em: EntityManager, { app, isSfu }: Participant, now: Date): Promise<Participant> {
  const id = uuidv7()
  return em.create(Participant, {
    id,
    app,
    externalId: `${ERASED} ${id}`,
    name: null,
    isSfu,
    createdAt: now,
  })
}

async function eraseFromAll(
  { services }: CallerContext,
  participant: Participant,
  stand: Participant,
  counts: ErasedCounts,
): Promise<void> {
  const names = [participant.externalId, participant.name ?? ''].filter(Boolean)
  for (const conferenceId of await conferencesOf(services.em(), participant.id)) {
    const erased = await inTransaction(services.em(), async em => {
      const conference = await lockConference(em, conferenceId)
      await coverPeer(em, { conferenceId, peerId: participant.id, names })
      await replacePeer(em, { conferenceId, from: participant.id, to: stand.id })
      const { sessionIds, ...gone } = await eraseFromConference(em, conferenceId, participant.id)
      await services.changes.announceDeletedSessions(em, sessionIds)
      const replacement = { from: participant.id, to: stand.id }
      await rewriteSummary(em, conferenceId, {
        snapshots: snapshots => snapshotsWithout(snapshots, replacement),
        verdict: verdict => verdictWithout(verdict, participant.id),
      })
      await anonymizeVerdicts(em, conferenceId, participant.id)
      await deleteRunningAnalysis(em, conferenceId)
      if (conference.ongoing) {
        await changeConference(em, services.summaryRequests, conferenceId, (draft, row) => draft.ending(row))
      }
      return gone
    })
    for (const kind of Object.keys(counts) as (keyof ErasedCounts)[]) counts[kind] += erased[kind]
  }
}

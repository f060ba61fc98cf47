import type { EntityManager } from '@mikro-orm/postgresql'
import type { SelectedPair } from '../../domain/candidate-pair.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { Session } from '../../storage/entities/session.ts'
import { judgeSession } from './judge-session.ts'
import { noteSign } from './note-sign.ts'
import { raiseConnectionIssue } from './raise-issue.ts'

/**
 * Takes over what a stats report shows of its locked connection: how it is routed and, when the state events were lost,
 * that it is connected.
 */
export async function showPair(
  em: EntityManager,
  { session, connection }: { session: Session; connection: Connection },
  pair: SelectedPair,
  at: Date,
): Promise<void> {
  connection.type = pair.type ?? connection.type ?? null
  connection.tcpDetected ||= pair.tcp || pair.relayTcp
  connection.relayDetected ||= pair.relay
  if (pair.established) {
    const refutes = !connection.established
    connection.established = true
    noteSign(connection, 'shown', at)
    if (refutes) await judgeSession(em, session)
  }
  const ids = {
    appId: connection.app,
    conferenceId: connection.conference,
    sessionId: connection.session,
    participantId: connection.participant,
    connectionId: connection.id,
  }
  if (pair.tcp) await raiseConnectionIssue(em, ids, 'tcp_used', at)
  if (pair.relay) await raiseConnectionIssue(em, ids, 'turn_used', at)
}

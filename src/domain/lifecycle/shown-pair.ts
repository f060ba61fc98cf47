import type { MomentCode } from '../issues/codes.ts'
import type { SelectedPair } from '../stats/candidate-pair.ts'
import type { CallDraft, Reporter } from './call-draft.ts'
import type { ConnectionRow } from './call-rows.ts'
import { noteSign } from './connection-events.ts'

/**
 * Takes over what a stats report shows of its connection: how it is routed and, when the state events were lost, that it
 * is connected.
 */
export function showPair(
  draft: CallDraft,
  reporter: Reporter,
  connection: ConnectionRow,
  pair: SelectedPair,
  at: Date,
): void {
  connection.type = pair.type ?? connection.type
  connection.tcpDetected ||= pair.tcp || pair.relayTcp
  connection.relayDetected ||= pair.relay
  draft.changedConnections.add(connection)
  if (pair.established) noteSign(draft, connection, 'shown', at)
  const raise = (code: MomentCode) =>
    draft.issues.push({ ...reporter, connectionId: connection.id, code, at, data: null })
  if (pair.tcp) raise('tcp_used')
  if (pair.relay) raise('turn_used')
}

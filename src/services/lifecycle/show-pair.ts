import type { SelectedPair } from '../../domain/candidate-pair.ts'
import { nextState } from '../../domain/connection-state.ts'
import { negotiationsShownConnected } from '../../domain/negotiation.ts'
import type { Connection } from '../../storage/entities/connection.ts'

/**
 * What a stats report shows of its connection: how it is routed and, when the state events were lost, that it is
 * connected.
 */
export function showPair(connection: Connection, pair: SelectedPair, at: Date): void {
  connection.type = pair.type ?? connection.type ?? null
  connection.tcpDetected ||= pair.tcp
  connection.relayDetected ||= pair.relay
  if (pair.established && ['new', 'connecting'].includes(connection.state)) {
    Object.assign(
      connection,
      nextState({ state: connection.state, stateTime: connection.stateTime ?? null }, 'connected', at),
    )
    connection.negotiations = negotiationsShownConnected(connection.negotiations)
  }
}

import type { SignName } from '../../domain/signaling/sign.ts'
import { outcomeOf, withSign } from '../../domain/signaling/signaling.ts'
import type { Connection } from '../../storage/entities/connection.ts'

/** Takes one more sign of its setup into a locked connection: its state and negotiations are derived anew. */
export function noteSign(connection: Connection, name: SignName, at: Date): void {
  connection.signaling = withSign(connection.signaling, name, at)
  Object.assign(connection, outcomeOf(connection.signaling, connection.endTime ?? null))
}

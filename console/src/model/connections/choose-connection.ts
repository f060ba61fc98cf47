import { text } from '../../text/text.ts'
import type { Connection, Issue, Person } from '../call.ts'
import { personName } from '../names.ts'
import type { JudgedPerson } from '../quality-order.ts'

/** A connection with the names of its two ends. */
export interface NamedConnection {
  connection: Connection
  /** Of the person that reports it. */
  from: string
  /** Of the other side. */
  to: string
}

/**
 * Connections that can be looked at, those of the people with the worst call first.
 * @param who only those of this person
 */
export function nameConnections(
  connections: readonly Connection[],
  people: readonly JudgedPerson[],
  who: string | undefined,
): NamedConnection[] {
  const names = new Map(people.map(({ person }) => [person.id, personName(person)]))
  const nameOf = (id: Person['id']) => names.get(id) ?? text.scores.unknownPeer
  return people
    .filter(({ person }) => who === undefined || person.id === who)
    .flatMap(({ person }) => connections.filter(({ personId }) => personId === person.id))
    .map(connection => ({ connection, from: nameOf(connection.personId), to: nameOf(connection.peerId) }))
}

/** The connection that was asked for, else that of the first finding about one, else the first. */
export const chooseConnection = (
  named: readonly NamedConnection[],
  wanted: string | undefined,
  issues: readonly Issue[],
): NamedConnection | undefined =>
  named.find(({ connection }) => connection.id === wanted) ??
  issues.map(issue => named.find(({ connection }) => connection.id === issue.connectionId)).find(Boolean) ??
  named[0]

/** The same connection as the other side reported it: between the same two, overlapping in time. */
export const otherEnd = (connection: Connection, connections: readonly Connection[]): Connection | undefined =>
  connections.find(
    other =>
      other.personId === connection.peerId &&
      other.peerId === connection.personId &&
      other.from <= (connection.to ?? Number.POSITIVE_INFINITY) &&
      connection.from <= (other.to ?? Number.POSITIVE_INFINITY),
  )

/** Connections to choose from. Several between the same two are numbered. */
export function connectionLabels(connections: readonly NamedConnection[]): { value: string; label: string }[] {
  const totals = new Map<string, number>()
  const labels = connections.map(({ from, to }) => text.connections.name(from, to))
  for (const label of labels) totals.set(label, (totals.get(label) ?? 0) + 1)
  const seen = new Map<string, number>()
  return connections.map(({ connection }, index) => {
    const label = labels[index] ?? ''
    const number = (seen.get(label) ?? 0) + 1
    seen.set(label, number)
    return { value: connection.id, label: (totals.get(label) ?? 0) > 1 ? `${label} (${number})` : label }
  })
}

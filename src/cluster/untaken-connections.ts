import type { ChildProcess } from 'node:child_process'

/** A connection as the cluster module holds it: a socket of the operating system. */
interface ConnectionHandle {
  close(): void
}

/** A connection that is handed to a process of the group, and that process's reply. */
interface ClusterMessage {
  cmd?: unknown
  act?: unknown
  seq?: unknown
  ack?: unknown
}

/**
 * Closes the connections that were handed to a process which ended before it took them. The cluster module waits for its
 * reply for ever: the client of such a connection would be neither answered nor refused, and the supervisor would hold its
 * socket as long as it runs.
 */
export function closeUntakenConnections(member: ChildProcess): void {
  const untaken = new Map<unknown, ConnectionHandle>()
  const send = member.send.bind(member) as (message: ClusterMessage, ...rest: unknown[]) => boolean
  member.send = (message: ClusterMessage, ...rest: unknown[]): boolean => {
    if (message.cmd === 'NODE_CLUSTER' && message.act === 'newconn')
      untaken.set(message.seq, rest[0] as ConnectionHandle)
    return send(message, ...rest)
  }
  member.on('internalMessage', ({ ack }: ClusterMessage) => untaken.delete(ack))
  // After the end of the process, and after the last of its replies. It is not always disconnected: with a connection on its
  // way that event does not come.
  member.once('close', () => {
    for (const handle of untaken.values()) handle.close()
  })
}

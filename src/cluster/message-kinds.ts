/** Whether a message between processes of the group is of a kind. */
export const isOfKind = (message: unknown, kind: string): boolean =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === kind

import { createContextKey } from '@connectrpc/connect'

/** A request message as it arrives. */
export interface ReceivedMessage {
  isBinary: boolean
  /** Decompressed. @throws ConnectError InvalidArgument when they cannot be made out */
  bytes: () => Promise<Uint8Array>
}

/** The message of the call; undefined: it is left to the library. */
export const receivedMessageKey = createContextKey<ReceivedMessage | undefined>(undefined, {
  description: 'received message',
})

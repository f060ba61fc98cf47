import { createConnectTransport } from '@connectrpc/connect-web'

const baseUrl = new URL('.', document.baseURI).href.replace(/\/$/, '')

/** Connect over POST in JSON, to the server that the page came from. */
export const transport = createConnectTransport({ baseUrl })

/** The same in binary, for answers that are mostly numbers. */
export const binaryTransport = createConnectTransport({ baseUrl, useBinaryFormat: true })

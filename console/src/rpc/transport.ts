import { createConnectTransport } from '@connectrpc/connect-web'

/** Connect over POST in JSON, to the server that the page came from. */
export const transport = createConnectTransport({ baseUrl: new URL('.', document.baseURI).href.replace(/\/$/, '') })

import { readFileSync } from 'node:fs'

const RECORDING = new URL('../../test/recordings/sdk-call.json', import.meta.url)

/** A request of one of the two pages of the recorded call, as the SDK sent it. */
export interface RecordedRequest {
  page: string
  method: string
  path: string
  body: string | null
  response_body: string | null
}

/** Read once a process, and only by scenarios that replay it. */
let requests: readonly RecordedRequest[] | undefined

/** All requests of the recorded call, in the order sent. */
export function recordedRequests(): readonly RecordedRequest[] {
  requests ??= (JSON.parse(readFileSync(RECORDING, 'utf8')) as { requests: RecordedRequest[] }).requests
  return requests
}

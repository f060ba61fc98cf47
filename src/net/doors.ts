import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { DomainError } from '../domain/values/errors.ts'
import { isClientGone } from './client-gone.ts'
import { setDefaultHeaders } from './default-headers.ts'
import type { Handler } from './last-guard.ts'
import type { Arrival, LoadGuard } from './load-guard.ts'

/** A door: answers requests of one kind. */
export interface Door {
  /** Whether its requests count: false for what costs next to nothing, and is asked of a server under load. */
  limited: boolean
  /** It writes the default headers with its own. Headers that are set one by one make an answer twice as dear. */
  writesDefaultHeaders?: true
  /** Whether it has something at a path, for a request like this one. */
  leadsTo(path: string, request: IncomingMessage): boolean
  answer(request: IncomingMessage, response: ServerResponse, arrival: Arrival): void | Promise<void>
  /** Answers a request that may not be served, in the door's own form. */
  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    arrival: Arrival,
    refusal: DomainError,
  ): void | Promise<void>
}

/** Leads each request to the first door that has its path. */
export function serveDoors(doors: readonly Door[], guard: LoadGuard): Handler {
  return async (request, response) => {
    // Streams that were reset arrive as well: work for them is what their sender wants.
    if (isClientGone(response)) return
    mendHost(request.headers)
    const path = pathOf(request)
    const door = doors.find(candidate => candidate.leadsTo(path, request))
    if (!door?.writesDefaultHeaders) setDefaultHeaders(response)
    if (!door) return void response.writeHead(404).end()
    const arrival = guard.arrive(request)
    // A preflight is the browser's question about a request that will be counted itself.
    if (!door.limited || request.method === 'OPTIONS') return await door.answer(request, response, arrival)
    const refusal = await guard.admit(arrival, request, response)
    if (isClientGone(response)) return
    if (refusal) return await door.refuse(request, response, arrival, refusal)
    await door.answer(request, response, arrival)
  }
}

export const pathOf = ({ url = '' }: IncomingMessage): string => {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

/** The RPC adapter makes a URL of the host that a request names, which need not be one, and may be missing. */
function mendHost(headers: IncomingHttpHeaders): void {
  const name = ':authority' in headers ? ':authority' : 'host'
  if (!URL.canParse(`http://${headers[name] ?? ''}`)) headers[name] = 'localhost'
}

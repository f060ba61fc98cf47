import { fromJson, type JsonObject as ProtoJson } from '@bufbuild/protobuf'
import { durationFromMs, ValueSchema } from '@bufbuild/protobuf/wkt'
import { type Client, ConnectError, createClient, type Transport } from '@connectrpc/connect'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import type { Answer } from '../../packages/cli/src/replay/compare.ts'
import type { ReadyRequest } from '../../packages/cli/src/replay/replay.ts'
import { asObject, type JsonObject, type JsonValue } from '../../src/domain/values/json.ts'

type IngestClient = Client<typeof IngestService>

/** Sends the requests of a replay as RPCs, and puts of the answers what later requests need in the form of HTTP. */
export function rpcSender(transport: Transport): (request: ReadyRequest) => Promise<Answer> {
  const client = createClient(IngestService, transport)
  return async ({ method, path, body }) => {
    // Preflights are a matter of browsers and HTTP routes.
    if (method === 'OPTIONS') return { status: 200, text: '' }
    try {
      const given = await callFor(client, `${method} ${path}`, asObject(JSON.parse(body ?? '{}')))
      return { status: 200, text: JSON.stringify(given ?? '') }
    } catch (error) {
      return { status: 400, text: ConnectError.from(error).message }
    }
  }
}

/** @returns what HTTP answers with, where later requests need it */
async function callFor(client: IngestClient, route: string, body: JsonObject): Promise<object | undefined> {
  const options = { headers: { authorization: `Bearer ${text(body['token'])}` } }
  const report = { ...about(body), eventName: text(body['eventName']) }
  switch (route) {
    case 'POST /v1/initialize':
      return { token: (await client.initialize(initialization(body))).initToken }
    case 'POST /v1/sessions':
      return { token: (await client.createSession(session(body), options)).sessionToken }
    case 'POST /v1/events/browser':
      await client.recordBrowserEvent(report, options)
      return undefined
    case 'POST /v1/events/get-user-media':
      await client.recordGetUserMediaEvent(report, options)
      return undefined
    case 'POST /v1/connection':
      return await connectionCall(client, body, options)
    case 'POST /v1/stats':
      await client.recordStats(stats(body), options)
      return undefined
    case 'POST /v1/tracks':
      await client.addTrack({ ...track(body), ...connection(body) }, options)
      return undefined
    case 'PUT /v1/tracks':
      await client.updateTrack({ ...track(body), ...connection(body), eventName: text(body['event']) }, options)
      return undefined
    default:
      throw new Error(`No RPC stands for ${route}`)
  }
}

async function connectionCall(client: IngestClient, body: JsonObject, options: object) {
  if (body['eventName'] !== 'addConnection') {
    const fields = { peerId: text(body['peerId']), eventName: text(body['eventName']) }
    await client.recordConnectionEvent({ ...about(body), ...connection(body), ...fields }, options)
    return undefined
  }
  const { peerId, connectionId } = await client.addConnection(
    {
      ...about(body),
      externalPeerId: text(body['peerId']),
      peerName: text(body['peerName']),
      isSfu: body['isSfu'] === true,
      connectionState: text(body['connectionState']),
    },
    options,
  )
  return { peer_id: peerId, connection_id: connectionId }
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')

const struct = (value: JsonValue | undefined) => asObject(value) as ProtoJson

const age = ({ delta }: JsonObject) => (typeof delta === 'number' ? { age: durationFromMs(delta) } : {})

/** Age and data of an event; what the SDK puts beside the data belongs to it. */
function about(body: JsonObject) {
  const { data, focus, devices } = body
  const beside = focus !== undefined ? { focus } : devices !== undefined ? { devices } : undefined
  const content = beside ?? data
  return { ...age(body), ...(content === undefined ? {} : { data: fromJson(ValueSchema, content as ProtoJson) }) }
}

const initialization = (body: JsonObject) => ({
  apiKey: text(body['apiKey']),
  externalConferenceId: text(body['conferenceId']),
  conferenceName: text(body['conferenceName']),
  externalUserId: text(body['userId']),
  userName: text(body['userName']),
})

const session = (body: JsonObject) => ({
  ...age(body),
  platform: struct(body['platform']),
  devices: fromJson(ValueSchema, (body['devices'] ?? null) as ProtoJson),
  constraints: struct(body['constraints']),
  meta: struct(body['meta']),
  appVersion: text(body['appVersion']),
  webrtcSdk: text(body['webrtcSdk']),
})

const stats = (body: JsonObject) => ({
  ...age(body),
  connectionId: text(body['connectionId']),
  report: { case: 'stats', value: struct(body['data']) } as const,
  collectionTimeMs: Number(body['timeTaken']),
})

const track = (body: JsonObject) => ({ ...about(body), trackIdentifier: text(body['trackId']) })

/** Absent where it is not said: the RPC tells that from an empty one. */
const connection = ({ connectionId }: JsonObject) =>
  connectionId === undefined ? {} : { connectionId: text(connectionId) }

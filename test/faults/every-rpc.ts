import { create, type DescMethod, type DescService, type JsonObject, toJson } from '@bufbuild/protobuf'
import { Health } from '../../gen/health/v1/health_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { rpcCells } from '../access/rpc-cells.ts'
import type { World } from '../access/world.ts'
import { rpcMethods } from '../bad-input/rpc-methods.ts'
import type { RunningCall } from '../bad-input/running-call.ts'
import { signIn } from '../support/accounts.ts'

/** An RPC with a request that is right, and the token that it is sent with. */
export interface RightRpc {
  method: DescMethod
  path: string
  token: string | undefined
  message: JsonObject
}

const services: readonly DescService[] = [IngestService, Health, ...rpcCells.keys()]

/** Every RPC of the port but for server reflection. */
export const everyRpc: readonly [string, DescMethod][] = services.flatMap(service =>
  service.methods.map((method): [string, DescMethod] => [`${service.typeName}/${method.name}`, method]),
)

/** A right request of each, made when it is first asked for. */
export class RightRpcs {
  readonly #made = new Map<DescMethod, Promise<RightRpc>>()
  readonly #world: World
  readonly #call: RunningCall

  constructor(world: World, call: RunningCall) {
    this.#world = world
    this.#call = call
  }

  of(method: DescMethod): Promise<RightRpc> {
    const made = this.#made.get(method) ?? rightRpc(method, this.#world, this.#call)
    this.#made.set(method, made)
    return made
  }
}

async function rightRpc(method: DescMethod, world: World, call: RunningCall): Promise<RightRpc> {
  const path = `/${method.parent.typeName}/${method.name}`
  if (method.parent === Health) return { method, path, token: undefined, message: {} }
  if (method.parent === IngestService) {
    const sample = rpcMethods.find(({ method: name }) => name === method.name)
    if (!sample) throw new Error(`${path} has no sample`)
    return { method, path, token: sample.token(call), message: sample.message(call) as JsonObject }
  }
  const cell = rpcCells.get(method.parent)?.[method.localName]
  if (!cell) throw new Error(`${path} has no cell`)
  const request = create(method.input, await cell.request(world, 'superuser'))
  const { superuser } = world.accounts
  const token = cell.endsSignIn ? await signIn(world.server, superuser.email) : superuser.token
  return { method, path, token, message: toJson(method.input, request) as JsonObject }
}

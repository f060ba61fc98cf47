import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf'
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServerReflection, type ServerReflectionRequest } from '../../gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '../../gen/grpc/reflection/v1alpha/reflection_pb.js'
import { Health } from '../../gen/health/v1/health_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { lightEngine } from '../support/database.ts'
import { API_KEY } from '../support/test-config.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer(lightEngine())
})
afterAll(() => server[Symbol.asyncDispose]())

type Service = typeof ServerReflection
type Question = Pick<ServerReflectionRequest, 'messageRequest'>['messageRequest']

// The two versions differ in nothing but the name of their package.
const versions: [string, Service][] = [
  ['v1', ServerReflection],
  ['v1alpha', ServerReflectionAlpha as unknown as Service],
]

/** The order that a registry needs; an import that is missing fails the test. */
function importsFirst(files: readonly FileDescriptorProto[]): FileDescriptorProto[] {
  const sorted: FileDescriptorProto[] = []
  const isThere = (name: string) => sorted.some(file => file.name === name)
  while (sorted.length < files.length) {
    const ready = files.filter(file => !isThere(file.name) && file.dependency.every(isThere))
    if (ready.length === 0) return expect.unreachable('files or imports are missing')
    sorted.push(...ready)
  }
  return sorted
}

describe.each(versions)('server reflection %s', (_version, service) => {
  async function ask(messageRequest: Question) {
    const client = createClient(service, createGrpcTransport({ baseUrl: server.url }))
    const questions = async function* () {
      yield { messageRequest }
    }
    for await (const { messageResponse } of client.serverReflectionInfo(questions())) return messageResponse
    return expect.unreachable('no answer')
  }

  async function filesFor(question: Question) {
    const { case: answered, value } = await ask(question)
    if (answered !== 'fileDescriptorResponse') return expect.unreachable(`answered ${answered}`)
    return value.fileDescriptorProto.map(bytes => fromBinary(FileDescriptorProtoSchema, bytes))
  }

  it('lists the services', async () => {
    const { case: answered, value } = await ask({ case: 'listServices', value: '' })
    if (answered !== 'listServicesResponse') return expect.unreachable(`answered ${answered}`)
    const names = value.service.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([IngestService, QueryService, Health, service].map(({ typeName }) => typeName)),
    )
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(['peermetrics.ingest.v1.IngestService', 'peermetrics.ingest.v1.IngestService.Initialize'])(
    'gives all that is needed to call by the symbol %s',
    async symbol => {
      const files = await filesFor({ case: 'fileContainingSymbol', value: symbol })
      const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: importsFirst(files) }))
      const found = registry.getService('peermetrics.ingest.v1.IngestService')
      expect(found?.method['recordStats']?.input.fields.map(({ name }) => name)).toEqual(
        IngestService.method.recordStats.input.fields.map(({ name }) => name),
      )
      expect(registry.getMessage('google.protobuf.Struct')).toBeDefined()
    },
  )

  it.each<Question>([
    { case: 'fileContainingSymbol', value: 'peermetrics.ingest.v1.RecordStatsRequest' },
    { case: 'fileByFilename', value: 'peermetrics/ingest/v1/stats.proto' },
  ])('gives a file by $case', async question => {
    expect((await filesFor(question)).map(({ name }) => name)).toContain('peermetrics/ingest/v1/stats.proto')
  })

  it.each<Question>([
    { case: 'fileContainingSymbol', value: 'peermetrics.ingest.v1.NoSuchService' },
    { case: 'fileContainingSymbol', value: 'peermetrics.ingest.v1.IngestService.NoSuchMethod' },
    { case: 'fileContainingSymbol', value: '' },
    { case: 'fileByFilename', value: 'no/such/file.proto' },
  ])('says NOT_FOUND for $case "$value"', async question => {
    const { case: answered, value } = await ask(question)
    if (answered !== 'errorResponse') return expect.unreachable(`answered ${answered}`)
    expect(value.errorCode).toBe(5)
    expect(value.errorMessage).not.toBe('')
  })
})

describe('buf curl without .proto files', () => {
  const buf = fileURLToPath(new URL('../../node_modules/.bin/buf', import.meta.url))
  const body = JSON.stringify({ apiKey: API_KEY, externalConferenceId: 'curl', externalUserId: 'alice' })

  it.each(['grpc', 'connect', 'grpcweb'])('calls Initialize by the %s protocol over h2c', async protocol => {
    const url = `${server.url}/peermetrics.ingest.v1.IngestService/Initialize`
    const flags = ['curl', '--http2-prior-knowledge', '--protocol', protocol, url, '-d', body]
    const { stdout } = await promisify(execFile)(buf, flags)
    expect(JSON.parse(stdout)).toMatchObject({ initToken: expect.stringMatching(/^ey/), statsIntervalMs: 10_000 })
  })
})

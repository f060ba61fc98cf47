import type { DescMethod, DescService } from '@bufbuild/protobuf'
import { ServerReflection } from '../gen/grpc/reflection/v1/reflection_pb.js'
import { Health } from '../gen/health/v1/health_pb.js'
import { IngestService } from '../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { rpcCells } from '../test/access/rpc-cells.ts'

/** Every service of the port: those of the access matrix, which is complete by a test, and those without users. */
const services: readonly DescService[] = [IngestService, Health, ServerReflection, ...rpcCells.keys()]

/** Every method, by its path on the port. */
export const methods: ReadonlyMap<string, DescMethod> = new Map(
  services.flatMap(service => service.methods.map(method => [`${service.typeName}/${method.name}`, method])),
)

import { createRegistry, type DescFile, type DescService, type Registry, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { Code } from '@connectrpc/connect'

/** The part of a reflection request that is answered; both versions of the protocol have it. */
interface Question {
  case?: string | undefined
  value?: unknown
}

type Answer =
  | { case: 'fileDescriptorResponse'; value: { fileDescriptorProto: Uint8Array[] } }
  | { case: 'listServicesResponse'; value: { service: { name: string }[] } }
  | { case: 'errorResponse'; value: { errorCode: number; errorMessage: string } }

/** A reflection request, of either version of the protocol. */
interface ReflectionRequest {
  host: string
  messageRequest: Question
}

/** gRPC server reflection, in both versions of the protocol: `grpcurl` and `buf curl` need no .proto files. */
export function reflectionService(services: readonly DescService[]) {
  const answer = reflectionAnswers(services)
  return {
    async *serverReflectionInfo<Request extends ReflectionRequest>(requests: AsyncIterable<Request>) {
      for await (const request of requests) {
        yield { validHost: request.host, originalRequest: request, messageResponse: answer(request.messageRequest) }
      }
    },
  }
}

/** Answers the questions of reflection about some services. */
function reflectionAnswers(services: readonly DescService[]): (question: Question) => Answer {
  const files = filesOf(services)
  const registry = createRegistry(...files.values())
  const answerFile = (file: DescFile | undefined, what: string): Answer =>
    file ? { case: 'fileDescriptorResponse', value: { fileDescriptorProto: withImports(file) } } : notFound(what)
  return ({ case: asked, value }) => {
    const name = String(value ?? '')
    switch (asked) {
      case 'listServices':
        return {
          case: 'listServicesResponse',
          value: { service: services.map(({ typeName }) => ({ name: typeName })) },
        }
      case 'fileByFilename':
        return answerFile(files.get(name.replace(/\.proto$/, '')), `file ${name}`)
      case 'fileContainingSymbol':
        return answerFile(fileOfSymbol(registry, name), `symbol ${name}`)
      default:
        return notFound('extensions')
    }
  }
}

/** A symbol may be a type, or a method as `package.Service.Method`. */
function fileOfSymbol(registry: Registry, symbol: string): DescFile | undefined {
  const type = registry.get(symbol)
  if (type) return type.file
  const [, serviceName = '', methodName = ''] = /^(.*)\.([^.]+)$/.exec(symbol) ?? []
  const service = registry.getService(serviceName)
  return service?.methods.some(method => method.name === methodName) ? service.file : undefined
}

function filesOf(services: readonly DescService[]): Map<string, DescFile> {
  const files = new Map<string, DescFile>()
  for (const service of services) collect(service.file, files)
  return files
}

/** Imports come before the files that need them. */
function collect(file: DescFile, files: Map<string, DescFile>): void {
  if (files.has(file.name)) return
  for (const dependency of file.dependencies) collect(dependency, files)
  files.set(file.name, file)
}

function withImports(file: DescFile): Uint8Array[] {
  const files = new Map<string, DescFile>()
  collect(file, files)
  return [...files.values()].reverse().map(each => toBinary(FileDescriptorProtoSchema, each.proto))
}

const notFound = (what: string): Answer => ({
  case: 'errorResponse',
  value: { errorCode: Code.NotFound, errorMessage: `${what}: not found` },
})

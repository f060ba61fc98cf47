import type { DescEnum, DescField, DescFile, DescMessage, DescMethod, DescService } from '@bufbuild/protobuf'
import { ScalarType } from '@bufbuild/protobuf'
import { MethodOptions_IdempotencyLevel as Level } from '@bufbuild/protobuf/wkt'
import { getComments } from '@bufbuild/protoplugin'
import { anchorOf, table } from './markdown.ts'

const introduction = `# RPC reference

<!-- Made by \`npm run generate\` of proto/. -->

Every service answers Connect, gRPC and gRPC-Web on the port of the server; a unary call is a POST of JSON, too:

\`\`\`sh
curl http://127.0.0.1:8081/peermetrics.query.v1.QueryService/ListConferences \\
  -H "authorization: Bearer TOKEN" -H 'content-type: application/json' -d '{"pageSize":10}'
\`\`\`

JSON spells fields in camelCase, and takes the names below, too. A refusal carries a \`peermetrics.error.v1.ErrorDetail\` with a
stable \`reason\`. Calls that have no side effects may be sent again whenever one failed; idempotent ones have the same effect when
they are sent again.`

/** The reference of all services and messages as a page of Markdown. */
export function rpcPages(files: readonly DescFile[]): string {
  const inOrder = [...files].sort((one, other) => one.name.localeCompare(other.name))
  const packages = Map.groupBy(inOrder, file => file.proto.package)
  const ofPackages = [...packages].flatMap(([name, parts]) => packageTexts(name, parts))
  return [introduction, contents(packages), ...ofPackages].join('\n\n')
}

const contents = (packages: ReadonlyMap<string, readonly DescFile[]>) =>
  table(
    ['package', 'services'],
    [...packages].map(([name, files]) => [
      link(name),
      files
        .flatMap(file => file.services)
        .map(service => link(service.name))
        .join(', '),
    ]),
  )

function packageTexts(name: string, files: readonly DescFile[]): string[] {
  const messages = files.flatMap(file => file.messages.flatMap(withNested))
  const enums = files.flatMap(file => [...file.enums, ...messages.flatMap(message => message.nestedEnums)])
  return [
    `## ${name}`,
    ...files.flatMap(file => file.services).map(serviceText),
    ...sorted([...messages, ...enums]).map(type => (type.kind === 'enum' ? enumText(type) : messageText(type))),
  ]
}

const withNested = (message: DescMessage): DescMessage[] => [
  message,
  ...message.nestedMessages.filter(nested => !nested.proto.options?.mapEntry).flatMap(withNested),
]

const sorted = (types: (DescMessage | DescEnum)[]) =>
  types.sort((one, other) => titleOf(one).localeCompare(titleOf(other)))

/** Name without the package: \`Outer.Inner\`. */
const titleOf = ({ typeName, file }: DescMessage | DescEnum): string => typeName.slice(file.proto.package.length + 1)

const link = (title: string): string => `[${title}](#${anchorOf(title)})`

/** The comment above an element, or behind it. */
function commentOf(
  element: DescService | DescMethod | DescMessage | DescEnum | DescField | DescEnum['values'][number],
) {
  const { leading = '', trailing = '' } = getComments(element)
  return `${leading}\n${trailing}`.replace(/^ /gm, '').trim()
}

function serviceText(service: DescService): string {
  const methods = service.methods.map(method => `#### ${service.name}.${method.name}\n\n${methodText(method)}`)
  return [`### ${service.name}`, commentOf(service), ...methods].join('\n\n')
}

const levels: Partial<Record<Level, string>> = {
  [Level.NO_SIDE_EFFECTS]: ' No side effects.',
  [Level.IDEMPOTENT]: ' Idempotent.',
}

function methodText(method: DescMethod): string {
  const answers = method.methodKind === 'server_streaming' ? 'a stream of ' : ''
  const types = `${link(titleOf(method.input))} → ${answers}${link(titleOf(method.output))}.`
  return `${commentOf(method)}\n\n${types}${levels[method.idempotency] ?? ''}`
}

function messageText(message: DescMessage): string {
  const rows = message.fields.map(field => [`\`${field.name}\``, fieldType(field), commentOf(field)])
  const fields = rows.length > 0 ? table(['field', 'type', 'meaning'], rows) : 'No fields.'
  return [`### ${titleOf(message)}`, commentOf(message), fields].filter(Boolean).join('\n\n')
}

function enumText(type: DescEnum): string {
  const rows = type.values.map(value => [`\`${value.name}\``, String(value.number), commentOf(value)])
  return [`### ${titleOf(type)}`, commentOf(type), table(['value', 'number', 'meaning'], rows)].join('\n\n')
}

function fieldType(field: DescField): string {
  const oneof = field.oneof ? `, one of \`${field.oneof.name}\`` : ''
  const optional = field.proto.proto3Optional ? ', optional' : ''
  return typeOf(field) + oneof + optional
}

function typeOf(field: DescField): string {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarName(field)
    case 'enum':
      return typeLink(field.enum)
    case 'message':
      return typeLink(field.message)
    case 'list':
      return `repeated ${elementType(field)}`
    case 'map':
      return `map of string to ${elementType(field)}`
  }
}

function elementType(field: DescField & { fieldKind: 'list' | 'map' }): string {
  if (field.enum) return typeLink(field.enum)
  return field.message ? typeLink(field.message) : scalarName(field)
}

/** Types of Protobuf itself have no heading here. */
const typeLink = (type: DescMessage | DescEnum): string =>
  type.typeName.startsWith('google.protobuf.') ? `\`${type.typeName}\`` : link(titleOf(type))

/** As a .proto spells it. */
const scalarName = ({ scalar }: DescField): string => (ScalarType[scalar ?? ScalarType.STRING] ?? '').toLowerCase()

import { create, type DescMessage, type JsonValue, type MessageInitShape, toJson } from '@bufbuild/protobuf'
import { createContextValues, type Transport } from '@connectrpc/connect'
import type { Output } from '../io.ts'
import { jsonText } from '../output/printer.ts'

/** Prints calls as `curl` makes them, and answers each with nothing. */
export function curlTransport(url: string, stdout: Output): Transport {
  const print = (path: string, json: JsonValue, isStream: boolean) => {
    const text = jsonText(json)
    stdout.write(`${(isStream ? streamingCurl : unaryCurl)(`${url}${path}`, text)}\n`)
  }
  const answer = { header: new Headers(), trailer: new Headers() }
  return {
    async unary(method, _signal, _timeoutMs, _header, input) {
      print(`/${method.parent.typeName}/${method.name}`, jsonOf(method.input, input), false)
      const message = create(method.output)
      return { ...answer, stream: false, service: method.parent, method, message }
    },
    async stream(method, _signal, _timeoutMs, _header, input, _contextValues = createContextValues()) {
      for await (const message of input) {
        print(`/${method.parent.typeName}/${method.name}`, jsonOf(method.input, message), true)
      }
      return { ...answer, stream: true, service: method.parent, method, message: none() }
    },
  }
}

const jsonOf = <Desc extends DescMessage>(desc: Desc, input: MessageInitShape<Desc>): JsonValue =>
  toJson(desc, create(desc, input))

const authorization = '-H "authorization: Bearer $PEERMETRICS_TOKEN"'

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const unaryCurl = (url: string, json: string) =>
  `curl --silent --show-error ${quoted(url)} -H 'content-type: application/json' ${authorization} --data ${quoted(json)}`

/** A message of a stream stands behind its length. */
function streamingCurl(url: string, json: string): string {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(json))
  const prefix = [0, ...length].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  const send = `curl --silent --show-error --no-buffer ${quoted(url)} -H 'content-type: application/connect+json'`
  return `printf '${prefix}%s' ${quoted(json)} | ${send} ${authorization} --data-binary @-`
}

async function* none(): AsyncGenerator<never> {}

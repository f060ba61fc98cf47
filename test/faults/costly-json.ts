import { MAX_JSON_DEPTH, MAX_JSON_VALUES } from '../../src/domain/values/json-size.ts'

/** Largest text, in bytes: with the rest of its request it is just below the limit of a body. */
const MAX_BYTES = 1_000_000

/** Values that the rest of the request may take. */
const SPARE_VALUES = 100

/** So many parts as fit into a request. @param values that each part takes */
function filled(open: string, close: string, values: number, part: (index: number) => string): string {
  const most = Math.floor((MAX_JSON_VALUES - SPARE_VALUES) / values)
  const parts: string[] = []
  for (let bytes = 0; parts.length < most; ) {
    const next = part(parts.length)
    bytes += next.length + 1
    if (bytes > MAX_BYTES) break
    parts.push(next)
  }
  return `${open}${parts.join(',')}${close}`
}

const towers = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** JSON that is within all limits, each of a kind that costs as much as possible. */
export const costlyJson: Record<string, string> = {
  'distinct keys': filled('{', '}', 1, index => `"k${index}":1`),
  'keys that cannot be stored': filled('{', '}', 1, index => `"\\u0000${index}":"\\ud800"`),
  'empty objects': filled('[', ']', 2, () => '{}'),
  'objects of distinct shapes': filled('[', ']', 2, index => `{"k${index}":1}`),
  towers: filled('[', ']', MAX_JSON_DEPTH - 3, () => towers(MAX_JSON_DEPTH - 3)),
  'one number of many digits': '9'.repeat(MAX_BYTES),
  'a long string': `"${'x'.repeat(MAX_BYTES)}"`,
  quotes: `"${'\\"'.repeat(MAX_BYTES / 2)}"`,
  'SDP of many addresses': `{"sdp":"v=0\\r\\n${'c=IN IP4 192.0.2.1\\r\\n'.repeat(MAX_BYTES / 22)}"}`,
  'tracks without end': filled('{"audio":{"inbound":[', ']}}', 3, index => `{"track":{"trackIdentifier":"${index}"}}`),
  'candidate pairs': filled('{"connection":[', ']}', 4, index => `{"type":"candidate-pair","id":"${index}","x":1}`),
}

/** JSON of the wrong size: to be refused at once. */
export const oversizedJson: Record<string, string> = {
  'many objects': `[${'{},'.repeat(MAX_BYTES / 3 - 1)}{}]`,
  'many keys': `{${Array.from({ length: 80_000 }, (_, index) => `"${index}x":1`).join(',')}}`,
  'deep arrays': towers(100_000),
  'an array that never closes': '['.repeat(MAX_BYTES),
  'NaN, which is mended': `[${'NaN,'.repeat(MAX_BYTES / 4 - 1)}NaN]`,
}

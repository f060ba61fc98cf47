import { isIPv4 } from 'node:net'

export type MmdbValue = string | number | Uint16 | MmdbValue[] | { [key: string]: MmdbValue }

/** Numbers are written as doubles unless marked: metadata has whole numbers of two bytes and more. */
class Uint16 {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

type Node = [Branch, Branch]
/** Nothing, a further node, or the offset of a record in the data section. */
type Branch = null | { node: Node } | { data: number }

/**
 * A MaxMind DB file with the given networks (CIDR, IPv4 and IPv6, none inside another) and their records.
 * https://maxmind.github.io/MaxMind-DB/
 */
export function mmdbFile(networks: Record<string, MmdbValue>): Buffer {
  const root: Node = [null, null]
  const data: Buffer[] = []
  let size = 0
  for (const [network, record] of Object.entries(networks)) {
    insert(root, networkBits(network), size)
    const encoded = encode(record)
    data.push(encoded)
    size += encoded.length
  }
  const nodes = [root]
  for (const node of nodes) for (const branch of node) if (branch && 'node' in branch) nodes.push(branch.node)
  return Buffer.concat([searchTree(nodes), Buffer.alloc(16), ...data, metadata(nodes.length)])
}

function insert(root: Node, bits: number[], data: number): void {
  let node = root
  bits.forEach((bit, index) => {
    if (index === bits.length - 1) {
      node[bit] = { data }
      return
    }
    const branch = node[bit] ?? null
    const next: Node = branch && 'node' in branch ? branch.node : [null, null]
    node[bit] = { node: next }
    node = next
  })
}

/** IPv4 networks stand below `::/96` in the tree. */
function networkBits(network: string): number[] {
  const [address = '', prefix] = network.split('/')
  const bytes = isIPv4(address) ? [...Array<number>(12).fill(0), ...address.split('.').map(Number)] : ipv6Bytes(address)
  const bits = bytes.flatMap(byte => [...byte.toString(2).padStart(8, '0')].map(Number))
  return bits.slice(0, Number(prefix) + (isIPv4(address) ? 96 : 0))
}

function ipv6Bytes(address: string): number[] {
  const [left = [], right = []] = address.split('::').map(part => part.split(':').filter(Boolean))
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return groups.flatMap(group => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
}

function searchTree(nodes: readonly Node[]): Buffer {
  const positions = new Map(nodes.map((node, index) => [node, index]))
  const pointer = (branch: Branch) => {
    if (branch === null) return nodes.length
    return 'node' in branch ? (positions.get(branch.node) as number) : nodes.length + 16 + branch.data
  }
  const tree = Buffer.alloc(nodes.length * 8)
  for (const [index, [left, right]] of nodes.entries()) {
    tree.writeUInt32BE(pointer(left), index * 8)
    tree.writeUInt32BE(pointer(right), index * 8 + 4)
  }
  return tree
}

const metadata = (nodeCount: number): Buffer =>
  Buffer.concat([
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encode({
      binary_format_major_version: new Uint16(2),
      binary_format_minor_version: new Uint16(0),
      build_epoch: new Uint16(1),
      database_type: 'Test-City',
      description: { en: 'Networks of a test' },
      ip_version: new Uint16(6),
      languages: ['en'],
      node_count: new Uint16(nodeCount),
      record_size: new Uint16(32),
    }),
  ])

function encode(value: MmdbValue): Buffer {
  if (value instanceof Uint16) return Buffer.from([(5 << 5) | 2, value.value >> 8, value.value & 0xff])
  if (typeof value === 'number') {
    const double = Buffer.alloc(9, (3 << 5) | 8)
    double.writeDoubleBE(value, 1)
    return double
  }
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return Buffer.concat([stringHead(text.length), text])
  }
  // Arrays are type 11, which is written as "extended", 4.
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([
    Buffer.from([(7 << 5) | entries.length]),
    ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)]),
  ])
}

/** Texts up to 28 bytes have their length in the control byte, longer ones behind it. */
const stringHead = (length: number): Buffer =>
  length < 29 ? Buffer.from([(2 << 5) | length]) : Buffer.from([(2 << 5) | 29, length - 29])

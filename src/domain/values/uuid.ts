const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The UUID in lower case, or undefined when the text is none. Any version: other servers' ids are accepted, too. */
export const parseUuid = (text: unknown): string | undefined =>
  typeof text === 'string' && UUID.test(text) ? text.toLowerCase() : undefined

/** The UUID that comes some steps before another one in the order of ids; negative steps lead onwards. */
export function uuidBefore(id: string, steps: number): string {
  const hex = BigInt.asUintN(128, BigInt(`0x${id.replaceAll('-', '')}`) - BigInt(steps)).toString(16)
  return dashed(hex.padStart(32, '0'))
}

const dashed = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

/** A UUID (version 8: custom) made of the first 16 bytes of a digest. */
export function uuidOfDigest(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return dashed(bytes.toString('hex'))
}

/** The moment at which a UUIDv7 was made; undefined for one of another version. */
export function timeOfUuid(uuid: string): Date | undefined {
  if (uuid[14] !== '7') return undefined
  return new Date(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16))
}

import { createHash } from 'node:crypto'

/** A file with its packed forms. */
export interface StaticFile {
  status: number
  contentType: string
  cacheControl: string
  etag: string
  plain: Buffer
  /** By content coding, the smallest first; empty when packing gains nothing. */
  packed: ReadonlyMap<string, Buffer>
}

export const etagOf = (content: Buffer): string =>
  `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

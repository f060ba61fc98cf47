/** A folder, with a slash at the end of its path, or a file. */
export type ArchiveEntry = { path: string } | { path: string; size: number; content: AsyncIterable<Uint8Array> }

const BLOCK_BYTES = 512

const MODES = { folder: 0o700, file: 0o600 }

/** An archive of those entries in the format ustar (POSIX.1-1988), for their owner only. */
export async function* tarArchive(
  entries: AsyncIterable<ArchiveEntry>,
  modifiedAt: Date,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const entry of entries) {
    const size = 'size' in entry ? entry.size : 0
    yield header(entry.path, size, modifiedAt)
    if ('content' in entry) yield* entry.content
    yield new Uint8Array(-size & (BLOCK_BYTES - 1))
  }
  yield new Uint8Array(2 * BLOCK_BYTES)
}

function header(path: string, size: number, modifiedAt: Date): Uint8Array {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long a name for ustar`)
  const isFolder = path.endsWith('/')
  const block = Buffer.alloc(BLOCK_BYTES)
  const octal = (value: number, at: number, digits: number) =>
    block.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1')
  block.write(path, 0, 'utf8')
  octal(isFolder ? MODES.folder : MODES.file, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(size, 124, 11)
  octal(Math.floor(modifiedAt.getTime() / 1000), 136, 11)
  block.write('        ', 148, 'latin1')
  block.write(isFolder ? '5' : '0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  )
  return block
}

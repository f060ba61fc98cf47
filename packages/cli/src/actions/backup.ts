import { open, rename, rm, stat } from 'node:fs/promises'
import type { CommonOptions, Context } from '../context.ts'
import { UsageError } from '../failures.ts'
import { writeTo } from '../output/printer.ts'

export async function backUp({ pm, io, options, print }: Context<CommonOptions & { output: string }>): Promise<void> {
  const { output, curl } = options
  // The server begins as soon as it is asked, and makes one backup at a time.
  const create = () => pm.maintenance.createBackup({})
  if (output === '-' || curl) {
    for await (const { data } of create()) await writeTo(io.stdout, data)
    return
  }
  const bytes = await writeToFile(output, create)
  const text = `Wrote ${(bytes / 1e6).toFixed(1)} MB to ${output}.`
  await print.result({ file: output, bytes }, { text, quiet: output })
}

/** Written beside the file, which is there only once it is complete and on disk. @returns its size in bytes */
async function writeToFile(path: string, create: () => AsyncIterable<{ data: Uint8Array }>): Promise<number> {
  if (await exists(path)) throw new UsageError(`${path} exists: a backup does not replace another one`)
  const partial = `${path}.partial`
  const file = await open(partial, 'w', 0o600)
  try {
    let bytes = 0
    for await (const { data } of create()) {
      await file.writeFile(data)
      bytes += data.length
    }
    await file.sync()
    await file.close()
    await rename(partial, path)
    return bytes
  } catch (error) {
    await file.close()
    await rm(partial, { force: true })
    throw error
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

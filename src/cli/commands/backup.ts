import { open, rename, rm, stat } from 'node:fs/promises'
import process from 'node:process'
import type { Command } from 'commander'
import { MaintenanceService } from '../../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { printLine } from '../output/print.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { UsageError } from '../remote/explain.ts'
import { type CommonOptions, serverCommand } from './server-command.ts'

type BackupOptions = CommonOptions & { output: string }

export function addBackup(root: Command): void {
  serverCommand(
    root,
    'backup',
    'Writes a copy of a server with the embedded database to a tar file, while it runs. For superusers.',
  )
    .requiredOption('--output <file>', 'file to write, which must not exist; "-" is standard output')
    .action(backUp)
}

async function backUp(options: BackupOptions): Promise<void> {
  const { output, json } = options
  const pieces = clientOf(MaintenanceService, chooseServer(options)).createBackup({}, { timeoutMs: 0 })
  if (output === '-') {
    for await (const { data } of pieces) await writeToStdout(data)
    return
  }
  const bytes = await writeToFile(output, pieces)
  printLine(json ? JSON.stringify({ file: output, bytes }) : `Wrote ${(bytes / 1e6).toFixed(1)} MB to ${output}.`)
}

/** Written beside the file, which is there only once it is complete and on disk. @returns its size in bytes */
async function writeToFile(path: string, pieces: AsyncIterable<{ data: Uint8Array }>): Promise<number> {
  if (await exists(path)) throw new UsageError(`${path} exists: a backup does not replace another one`)
  const partial = `${path}.partial`
  const file = await open(partial, 'w', 0o600)
  try {
    let bytes = 0
    for await (const { data } of pieces) {
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

async function writeToStdout(data: Uint8Array): Promise<void> {
  if (process.stdout.write(data)) return
  await new Promise(resolve => process.stdout.once('drain', resolve))
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { pack, type Tarballs } from './installed.ts'
import { clientPackage } from './one-packing/client.ts'
import { programPackages } from './one-packing/programs.ts'

let folder: string
let tarballs: Tarballs

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'peermetrics-packed-'))
  // The command line is compiled against the client.
  const client = await pack('packages/client', folder)
  const [cli, server] = await Promise.all([pack('packages/cli', folder), pack('.', folder)])
  tarballs = { client, cli, server }
})
afterAll(() => rmSync(folder, { recursive: true }))

clientPackage(() => tarballs)
programPackages(() => tarballs)

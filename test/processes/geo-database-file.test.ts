import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, locate } from '../geo/located-session.ts'
import { database, inMunich, munich } from '../geo/networks.ts'
import { createDatabase, lightEngine } from '../support/database.ts'
import { runServerProcess, startServerProcess } from '../support/server-process.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peermetrics-geo-'))
  path = join(folder, 'city.mmdb')
})
afterEach(() => rmSync(folder, { recursive: true }))

const replaceWith = (content: Buffer) => {
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

describe('a GeoIP database file', () => {
  it('that is replaced is used, and one that is damaged is not', async () => {
    writeFileSync(path, database())
    await using stored = await createDatabase(lightEngine())
    const settings = { GEOIP_DATABASE: path, TRUSTED_PROXIES: '127.0.0.0/8' }
    await using server = await startServerProcess(stored, settings)
    const locateMunich = () => locate(server, { 'x-real-ip': inMunich })
    expect(await locateMunich()).toEqual(munich)

    replaceWith(database('Garching'))
    expect(await eventually(locateMunich, ({ city }) => city === 'Garching')).toEqual({ ...munich, city: 'Garching' })

    replaceWith(database('Nowhere').subarray(0, 200))
    await server.logged('the new GeoIP database cannot be used; the old one stays')
    expect(await locateMunich()).toEqual({ ...munich, city: 'Garching' })

    replaceWith(database('Unterhaching'))
    expect((await eventually(locateMunich, ({ city }) => city === 'Unterhaching')).city).toBe('Unterhaching')
    expect((await server.stop()).code).toBe(0)
  })

  it.each<[string, Buffer | null]>([
    ['missing', null],
    ['empty', Buffer.alloc(0)],
    ['cut off', database().subarray(0, -40)],
    ['without its beginning', database().subarray(40)],
    ['something else', Buffer.from('<!doctype html><title>Sign in to download</title>'.repeat(50))],
  ])('that is %s keeps the server from starting', async (_what, content) => {
    if (content) writeFileSync(path, content)
    const { code, stdout, stderr } = await runServerProcess({ DATA_DIR: join(folder, 'data'), GEOIP_DATABASE: path })
    expect(code).toBe(1)
    expect(stderr.match(/^ *GEOIP_DATABASE: .+$/gm)).toHaveLength(1)
    expect(stderr).toContain(path)
    expect(stdout).not.toContain('listening')
  })
})

import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readForStart } from '../../src/config/start.ts'
import { claimDataFolder } from '../../src/storage/embedded/data-folder.ts'
import { createDatabase } from '../support/database.ts'
import { runServerProcess, startServerProcess } from '../support/server-process.ts'

const STRONG = { INIT_TOKEN_SECRET: 'a'.repeat(32), SESSION_TOKEN_SECRET: 'b'.repeat(32) }
const POSTGRES = { DATABASE_URL: 'postgres://db/calls', ...STRONG }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peermetrics-start-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const warningsOf = (environment: Record<string, string>) => readForStart({ DATA_DIR: folder, ...environment }).warnings

function problemsOf(environment: Record<string, string>): string {
  try {
    readForStart({ DATA_DIR: folder, ...environment })
  } catch (error) {
    return (error as Error).message
  }
  return expect.unreachable('the configuration was accepted')
}

describe('a variable that looks like one of the server', () => {
  it.each([
    ['RETENTION_DAY', 'RETENTION_DAYS'],
    ['RETENTOIN_DAYS', 'RETENTION_DAYS'],
    ['retention_days', 'RETENTION_DAYS'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['TRUSTED_PROXYS', 'TRUSTED_PROXIES'],
    ['WORKER', 'WORKERS'],
    ['PRIVATE_API_AUT', 'PRIVATE_API_AUTH'],
    ['INIT_TOKEN_SECRETS', 'INIT_TOKEN_SECRET'],
    ['DATABASE_SSLMODE', null],
    ['TLS_CA_FILE', null],
    ['DATABASE_PASS', 'DATABASE_PASSWORD'],
    ['TRUSTED_HEADERS', null],
  ])('is named: %s', (name, meant) => {
    const expected = meant === null ? [`${name}: is not a variable of this server`] : []
    if (meant) expected.push(`${name}: is not a variable of this server; did you mean ${meant}?`)
    expect(warningsOf({ [name]: '1' })).toEqual(expected)
  })

  it('is none of those that others have', () => {
    const others = [
      ...['HOME', 'HOSTNAME', 'PATH', 'PWD', 'PORTS', 'LOGNAME', 'USER', 'LANG', 'TERM', 'NODE_ENV', 'XDG_DATA_DIRS'],
      ...[
        'PEERMETRICS_URL',
        'PEERMETRICS_TOKEN',
        'PEERMETRICS_PORT',
        'PEERMETRICS_SERVICE_HOST',
        'npm_config_loglevel',
      ],
      ...[
        'DATABASE_SERVICE_HOST',
        'DATABASE_PORT_5432_TCP_ADDR',
        'SSH_AUTH_SOCK',
        'LC_ALL',
        'HTTP_PROXY',
        'DEBUG',
        'SSL_CERT_FILE',
      ],
    ]
    expect(warningsOf(Object.fromEntries(others.map(name => [name, '1'])))).toEqual([])
    expect(warningsOf({})).toEqual([])
  })
})

describe('the keys of the SDK tokens', () => {
  it('are refused when they can be found by trying', () => {
    const message = problemsOf({ ...POSTGRES, INIT_TOKEN_SECRET: 'x', SESSION_TOKEN_SECRET: '1234567' })
    expect(message).toMatch(/ {2}INIT_TOKEN_SECRET: must have at least 8 bytes.+\n {2}SESSION_TOKEN_SECRET: must have/)
    expect(message).not.toContain('1234567')
  })

  it('are taken with a warning when they are short, as those of an existing installation may be', () => {
    const short = { ...POSTGRES, INIT_TOKEN_SECRET: 'of old, short' }
    expect(warningsOf(short)).toEqual([expect.stringMatching(/^INIT_TOKEN_SECRET: is shorter than 32 bytes/)])
    expect(warningsOf(short).join()).not.toContain('of old')
    expect(warningsOf({ ...POSTGRES, INIT_TOKEN_SECRET: STRONG.SESSION_TOKEN_SECRET })).toEqual([
      'INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET: should not be the same',
    ])
    expect(warningsOf(POSTGRES)).toEqual([])
  })
})

describe('settings without effect', () => {
  it.each([
    [{ ...POSTGRES, DATABASE_USER: 'me', DATABASE_NAME: 'x' }, 'DATABASE_USER, DATABASE_NAME: no effect'],
    [{ DATABASE_PASSWORD: 'x' }, 'DATABASE_PASSWORD: no effect'],
    [{ WORKERS: '4' }, 'WORKERS: no effect'],
    [{ ...POSTGRES, DEFAULT_ADMIN_EMAIL: 'a@b.example' }, 'DEFAULT_ADMIN_EMAIL: no effect'],
    [{ IPSTACK_ACCESS_KEY: 'x' }, 'IPSTACK_ACCESS_KEY: no effect'],
    [{ LOCATION_HEADERS: 'cloudflare' }, 'LOCATION_HEADERS: no effect'],
    [{ ALLOWED_HOSTS: 'calls.example' }, 'ALLOWED_HOSTS: no effect'],
    [{ TRUSTED_PROXIES: '10.0.0.1, 0.0.0.0/0' }, 'TRUSTED_PROXIES: everybody'],
    [
      { CLIENT_ADDRESSES: 'none', USE_EXTERNAL_GEOIP_PROVIDER: 'true', IPSTACK_ACCESS_KEY: 'x' },
      'CLIENT_ADDRESSES, USE_EXTERNAL_GEOIP_PROVIDER: ipstack',
    ],
  ])('are named: %j', (environment, beginning) => {
    const [warning, ...more] = warningsOf(environment as Record<string, string>)
    expect(warning?.slice(0, beginning.length)).toBe(beginning)
    expect(more).toEqual([])
  })
})

describe('files and folders', () => {
  it('that cannot be used are named', () => {
    writeFileSync(join(folder, 'file'), '')
    const DATA_DIR = join(folder, 'file', 'data')
    const missing = join(folder, 'missing')
    const message = problemsOf({ DATA_DIR, TLS_CERT_FILE: missing, TLS_KEY_FILE: missing, GEOIP_DATABASE: missing })
    expect(message).toContain('4 problem(s)')
    expect(message).toContain(`DATA_DIR: The data folder ${DATA_DIR} cannot be written to (ENOTDIR). Let`)
    for (const name of ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'GEOIP_DATABASE']) {
      expect(message).toContain(`${name}: the file ${missing} cannot be read (ENOENT)`)
    }
    expect(() => claimDataFolder(DATA_DIR)).toThrow(`The data folder ${DATA_DIR} cannot be written to`)
  })

  it.skipIf(process.getuid?.() === 0)('that others own are named', () => {
    chmodSync(folder, 0o500)
    for (const DATA_DIR of [folder, join(folder, 'a', 'b')]) {
      expect(problemsOf({ DATA_DIR })).toContain(`The data folder ${DATA_DIR} cannot be written to (EACCES)`)
    }
  })

  it('are not made by the check, and not asked for with PostgreSQL', () => {
    const DATA_DIR = join(folder, 'a', 'b')
    expect(warningsOf({ DATA_DIR })).toEqual([])
    expect(existsSync(join(folder, 'a'))).toBe(false)
    writeFileSync(join(folder, 'file'), '')
    expect(warningsOf({ ...POSTGRES, DATA_DIR: join(folder, 'file') })).toEqual([])
  })

  it('that every user may read are named where they hold a key', () => {
    const file = join(folder, 'key.pem')
    writeFileSync(file, '')
    const tls = { TLS_CERT_FILE: file, TLS_KEY_FILE: file }
    chmodSync(file, 0o644)
    expect(warningsOf(tls)).toEqual([
      expect.stringContaining(`TLS_KEY_FILE: every user of this machine may read ${file}`),
    ])
    chmodSync(file, 0o640)
    expect(warningsOf(tls)).toEqual([])
  })
})

describe('a server process', () => {
  it('says all at once when it cannot start', async () => {
    const ended = await runServerProcess({
      PORT: 'x',
      DATA_DIR: '/dev/null/data',
      GEOIP_DATABASE: '/missing',
      INIT_TOKEN_SECRET: 'x',
      RETENTION_DAY: '30',
      TLS_CERT_FILE: '/missing',
    })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    const lines = ended.stderr.trimEnd().split('\n')
    expect(lines[0]).toBe('The configuration has 6 problem(s):')
    const names = [
      'PORT',
      'INIT_TOKEN_SECRET',
      'TLS_CERT_FILE, TLS_KEY_FILE',
      'TLS_CERT_FILE',
      'GEOIP_DATABASE',
      'DATA_DIR',
    ]
    expect(lines.slice(1, 7).map(line => line.trim().split(':')[0])).toEqual(names)
    expect(lines.slice(7).map(line => line.trim().split(':')[0])).toEqual([
      'The configuration has 2 warning(s)',
      'RETENTION_DAY',
      'INIT_TOKEN_SECRET',
    ])
  })

  it('starts with what is suspicious, warns of it, and closes the file of its secrets', async () => {
    await using database = await createDatabase('embedded')
    mkdirSync(database.config.dataDir, { recursive: true })
    const path = join(database.config.dataDir, 'secrets.json')
    writeFileSync(path, JSON.stringify({ initTokenSecret: 'of old, short', sessionTokenSecret: 'x'.repeat(40) }))
    chmodSync(path, 0o644)
    await using server = await startServerProcess(database, { RETENTION_DAY: '30' })
    const warnings = server.log().flatMap(({ level, msg }) => (level === 40 ? [msg] : []))
    expect(warnings).toContainEqual('RETENTION_DAY: is not a variable of this server; did you mean RETENTION_DAYS?')
    expect(warnings).toContainEqual(expect.stringContaining(`${path} had the mode 0644`))
    expect(warnings).toContainEqual(expect.stringContaining(`${path}, initTokenSecret: is shorter than 32 bytes`))
    expect(warnings).toHaveLength(3)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(server.output.stdout).not.toContain('of old')
  }, 60_000)
})

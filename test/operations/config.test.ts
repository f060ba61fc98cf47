import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readEnvironment } from '../../src/config/environment.ts'
import { keepSecrets, rotateSecrets } from '../../src/config/secrets.ts'
import { runServerProcess } from '../support/server-process.ts'

const SECRETS = { INIT_TOKEN_SECRET: 'one secret', SESSION_TOKEN_SECRET: 'two secrets' }

function problemsOf(environment: Record<string, string>): string {
  try {
    readEnvironment(environment)
  } catch (error) {
    return (error as Error).message
  }
  return expect.unreachable('the configuration was accepted')
}

describe('the configuration', () => {
  it('needs nothing: an embedded database, for this machine only', () => {
    expect(readEnvironment({})).toMatchObject({
      host: '127.0.0.1',
      port: 8081,
      tls: null,
      dataDir: './data',
      databaseUrl: null,
      databasePoolSize: 10,
      initTokenSecret: null,
      sessionTokenSecret: null,
      statsIntervalMs: 10_000,
      adminApiToken: null,
      demoApiKey: null,
      bodyLimitBytes: 1_048_576,
      rateLimitPerMinute: 2000,
      trustedProxies: [],
      clientAddresses: 'full',
      geo: { database: null, proxies: ['cloudflare', 'cloudfront', 'appengine'], ipstack: null },
      logLevel: 'info',
    })
  })

  it('takes an empty value for none', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(readEnvironment({}))
  })

  it('reads every value', () => {
    const config = readEnvironment({
      HOST: '::1',
      PORT: '0',
      TLS_CERT_FILE: 'cert',
      TLS_KEY_FILE: 'key',
      DATABASE_URL: 'postgresql://db/calls',
      TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1,2001:db8::/32,',
      CLIENT_ADDRESSES: 'truncated',
      LOCATION_HEADERS: 'appengine, cloudflare',
      GEOIP_DATABASE: 'city.mmdb',
      USE_EXTERNAL_GEOIP_PROVIDER: 'True',
      IPSTACK_URL: 'http://api.ipstack.com/{}?language=en',
      IPSTACK_ACCESS_KEY: 'key',
      RATE_LIMIT_PER_MINUTE: '0',
      LOG_LEVEL: 'silent',
      ...SECRETS,
    })
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      tls: { certFile: 'cert', keyFile: 'key' },
      databaseUrl: 'postgresql://db/calls',
      trustedProxies: ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'],
      clientAddresses: 'truncated',
      geo: {
        database: 'city.mmdb',
        proxies: ['appengine', 'cloudflare'],
        ipstack: { url: 'http://api.ipstack.com/{}?language=en', accessKey: 'key' },
      },
      rateLimitPerMinute: 0,
      logLevel: 'silent',
      initTokenSecret: 'one secret',
      sessionTokenSecret: 'two secrets',
    })
  })

  it.each([
    ['CLIENT_ADDRESSES', 'some'],
    ['LOCATION_HEADERS', 'akamai'],
    ['LOCATION_HEADERS', 'none,cloudflare'],
    ['IPSTACK_URL', 'api.ipstack.com'],
    ['IPSTACK_URL', 'ftp://api.ipstack.com/{}'],
    ['USE_EXTERNAL_GEOIP_PROVIDER', 'maybe'],
    ['PORT', '65536'],
    ['METRICS_ADDRESS', '9464'],
    ['METRICS_ADDRESS', '127.0.0.1:99999'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://db/calls'],
    ['DATABASE_URL', 'db:5432'],
    ['DATABASE_PORT', '0'],
    ['DATABASE_POOL_SIZE', '1'],
    ['WEB_DOMAIN', 'https://example.com'],
    ['STATS_INTERVAL_MS', '999'],
    ['ADMIN_API_TOKEN', 'short'],
    ['ADMIN_API_TOKEN_ACCEPTED', 'long enough-for-a-token'],
    ['SESSION_TOKEN_SECRET_ACCEPTED', 'long-enough short'],
    ['INIT_TOKEN_SECRET_ACCEPTED', 'secret-1 secret-2 secret-3 secret-4 secret-5'],
    ['DEMO_API_KEY', 'UPPERCASE0123456789012345678901234'],
    ['DEFAULT_ADMIN_PASSWORD', '1234567'],
    ['DEFAULT_ADMIN_EMAIL', 'nobody'],
    ['BODY_LIMIT_BYTES', '1'],
    ['RATE_LIMIT_PER_MINUTE', 'none'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/'],
    ['CONFERENCE_TIMEOUT_HOURS', '0'],
    ['POST_CONFERENCE_CLEANUP', 'maybe'],
    ['LOG_LEVEL', 'loud'],
  ])('names what is wrong: %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toMatch(new RegExp(`1 problem\\(s\\):\n +${name}: .+$`))
  })

  it('lists all problems in one message', () => {
    const message = problemsOf({ PORT: 'x', LOG_LEVEL: 'x', TRUSTED_PROXIES: 'x', STATS_INTERVAL_MS: '1' })
    for (const name of ['PORT', 'LOG_LEVEL', 'TRUSTED_PROXIES', 'STATS_INTERVAL_MS']) expect(message).toContain(name)
    expect(message).toContain('4 problem(s)')
  })

  it('lists values that do not go together beside those that are wrong', () => {
    const message = problemsOf({ PORT: 'x', TLS_CERT_FILE: 'cert', DATABASE_URL: 'postgres://db/calls' })
    for (const name of ['PORT', 'TLS_KEY_FILE', 'INIT_TOKEN_SECRET']) expect(message).toContain(name)
  })

  it.each([
    [{ TLS_CERT_FILE: 'cert' }, ['TLS_KEY_FILE']],
    [{ USE_EXTERNAL_GEOIP_PROVIDER: 'true' }, ['IPSTACK_ACCESS_KEY']],
    [{ USE_EXTERNAL_GEOIP_PROVIDER: 'on', IPSTACK_URL: 'https://ipstack.example/{}' }, ['IPSTACK_ACCESS_KEY']],
    [{ DATABASE_URL: 'postgres://db/calls' }, ['INIT_TOKEN_SECRET', 'SESSION_TOKEN_SECRET']],
    [{ DATABASE_HOST: 'db', DATABASE_NAME: 'calls' }, ['INIT_TOKEN_SECRET', 'SESSION_TOKEN_SECRET']],
    [{ DATABASE_HOST: 'db', ...SECRETS }, ['DATABASE_NAME']],
    [{ DATABASE_HOST: 'db', DATABASE_NAME: 'c', DATABASE_URL: 'postgres://db/c', ...SECRETS }, ['DATABASE_URL']],
  ])('refuses what does not go together: %j', (environment, names) => {
    const message = problemsOf(environment as Record<string, string>)
    for (const name of names) expect(message).toContain(name)
  })
})

describe('a provider of locations', () => {
  it('is asked only when that is switched on, with its key in the URL or beside it', () => {
    const inUrl = { IPSTACK_URL: 'https://ipstack.example/{}?access_key=key' }
    expect(readEnvironment({ ...inUrl, IPSTACK_ACCESS_KEY: 'key' }).geo.ipstack).toBeNull()
    expect(readEnvironment({ ...inUrl, USE_EXTERNAL_GEOIP_PROVIDER: 'False' }).geo.ipstack).toBeNull()
    const on = { USE_EXTERNAL_GEOIP_PROVIDER: 'True' }
    expect(readEnvironment({ ...on, ...inUrl }).geo.ipstack).toEqual({ url: inUrl.IPSTACK_URL, accessKey: null })
    const beside = readEnvironment({ ...on, IPSTACK_ACCESS_KEY: 'key' })
    expect(beside.geo.ipstack).toEqual({ url: 'https://api.ipstack.com/', accessKey: 'key' })
  })

  it('need not be trusted with headers', () => {
    expect(readEnvironment({ LOCATION_HEADERS: 'none' }).geo.proxies).toEqual([])
  })
})

describe('a database given in parts', () => {
  const urlOf = (parts: Record<string, string>) =>
    new URL(readEnvironment({ DATABASE_HOST: 'db', DATABASE_NAME: 'calls', ...SECRETS, ...parts }).databaseUrl ?? '')

  it('becomes a URL', () => {
    expect(urlOf({ DATABASE_USER: 'me', DATABASE_PASSWORD: 'pass', DATABASE_PORT: '6543' }).href).toBe(
      'postgres://me:pass@db:6543/calls',
    )
    expect(urlOf({}).href).toBe('postgres://db:5432/calls')
  })

  it.each(['p@ss', 'a:b/c', 'per%cent', '%41', 'sp ace', 'q?x#y', 'ü€', "quo'te", '[b]', 'a+b&c=d'])(
    'escapes %s in user, password and name',
    text => {
      const url = urlOf({ DATABASE_USER: text, DATABASE_PASSWORD: text, DATABASE_NAME: text })
      expect(decodeURIComponent(url.username)).toBe(text)
      expect(decodeURIComponent(url.password)).toBe(text)
      expect(decodeURIComponent(url.pathname)).toBe(`/${text}`)
      expect([url.hostname, url.port, url.search, url.hash]).toEqual(['db', '5432', '', ''])
    },
  )

  it.each(['a host', 'db/calls', '::1:x', 'user@db'])('is refused by name when the host is "%s"', host => {
    expect(problemsOf({ DATABASE_HOST: host, DATABASE_NAME: 'calls', ...SECRETS })).toContain('DATABASE_HOST')
  })
})

describe('token secrets', () => {
  const quiet = () => {}
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'peermetrics-secrets-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('are made on first use, for the owner only, and stay the same', () => {
    const made = keepSecrets(folder, quiet)
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
    const [[init], [session]] = [made.initTokenSecrets, made.sessionTokenSecrets]
    expect(Math.min(init.length, session.length)).toBeGreaterThanOrEqual(43)
    expect(init).not.toBe(session)
    expect(keepSecrets(folder, quiet)).toEqual(made)
    const kept = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'))
    expect(kept).toEqual({ initTokenSecret: init, sessionTokenSecret: session, retired: [] })
  })

  it('that were retired are taken for a day after the next start, or not at all', () => {
    const DAY_MS = 24 * 60 * 60 * 1000
    const made = keepSecrets(folder, quiet)
    rotateSecrets(folder, { revoke: false })
    // A start may be days later: tokens were signed with the old ones until then.
    const started = new Date('2030-01-01T00:00:00Z')
    const at = (ms: number) => keepSecrets(folder, quiet, new Date(started.getTime() + ms))
    const { initTokenSecrets, sessionTokenSecrets } = at(0)
    expect(initTokenSecrets[0]).not.toBe(made.initTokenSecrets[0])
    expect(initTokenSecrets.slice(1)).toEqual(made.initTokenSecrets)
    expect(sessionTokenSecrets.slice(1)).toEqual(made.sessionTokenSecrets)
    expect(at(DAY_MS - 1).initTokenSecrets).toEqual(initTokenSecrets)
    expect(at(DAY_MS).initTokenSecrets).toEqual(initTokenSecrets.slice(0, 1))
    rotateSecrets(folder, { revoke: true })
    expect(at(0).initTokenSecrets).toHaveLength(1)
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it.each(['', 'top-secret', '{"initTokenSecret":"top-secret","sess', '{"initTokenSecret":"top-secret"}', '[]'])(
    'are not made anew over a damaged file: %s',
    text => {
      const path = join(folder, 'secrets.json')
      writeFileSync(path, text)
      let message = ''
      try {
        keepSecrets(folder, quiet)
      } catch (error) {
        message = (error as Error).message
      }
      expect(message).toContain(path)
      expect(message).not.toContain('top-secret')
      expect(readFileSync(path, 'utf8')).toBe(text)
    },
  )
})

describe('a secret in a file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'peermetrics-secret-files-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const fileWith = (text: string) => {
    const path = join(folder, 'secret')
    writeFileSync(path, text)
    return path
  }

  it.each(['a long secret', 'a long secret\n', 'a long secret\r\n'])('is taken as it stands there: %j', text => {
    expect(readEnvironment({ INIT_TOKEN_SECRET_FILE: fileWith(text) }).initTokenSecret).toBe('a long secret')
  })

  it.each([
    ['DATABASE_PASSWORD', 'postgres://:from%20a%20file@db:5432/calls', 'databaseUrl'],
    ['ADMIN_API_TOKEN', 'from a file, long enough', 'adminApiToken'],
  ])('stands in for %s', (name, expected, field) => {
    const text = name === 'DATABASE_PASSWORD' ? 'from a file' : expected
    const database = name === 'DATABASE_PASSWORD' ? { DATABASE_HOST: 'db', DATABASE_NAME: 'calls', ...SECRETS } : {}
    expect(readEnvironment({ ...database, [`${name}_FILE`]: fileWith(text) })).toMatchObject({ [field]: expected })
  })

  it('holds the URL of the database, with the secrets in files, too', () => {
    const files = { INIT_TOKEN_SECRET_FILE: fileWith('a long secret'), SESSION_TOKEN_SECRET: 'another secret' }
    const url = join(folder, 'url')
    writeFileSync(url, 'postgres://db/calls\n')
    const config = readEnvironment({ ...files, DATABASE_URL_FILE: url })
    expect(config).toMatchObject({ databaseUrl: 'postgres://db/calls', initTokenSecret: 'a long secret' })
  })

  it('is checked like any other', () => {
    expect(problemsOf({ DATABASE_URL_FILE: fileWith('mysql://db/calls') })).toMatch(/ DATABASE_URL: must be a postgres/)
  })

  it('is named when it is missing, empty, a folder, or given twice', () => {
    const problemOf = (environment: Record<string, string>) => problemsOf(environment).split('\n')[1]?.trim()
    const missing = join(folder, 'missing')
    expect(problemOf({ ADMIN_API_TOKEN_FILE: missing })).toBe(
      `ADMIN_API_TOKEN_FILE: the file ${missing} cannot be read (ENOENT)`,
    )
    expect(problemOf({ ADMIN_API_TOKEN_FILE: folder })).toBe(`ADMIN_API_TOKEN_FILE: the file ${folder} is a folder`)
    const empty = fileWith('\n')
    expect(problemOf({ ADMIN_API_TOKEN_FILE: empty })).toBe(`ADMIN_API_TOKEN_FILE: the file ${empty} is empty`)
    expect(problemOf({ ADMIN_API_TOKEN: 'x'.repeat(16), ADMIN_API_TOKEN_FILE: fileWith('x'.repeat(16)) })).toBe(
      'ADMIN_API_TOKEN, ADMIN_API_TOKEN_FILE: give one of the two',
    )
  })
})

describe('a process with a wrong configuration', () => {
  it('says on standard error what is wrong and ends with 1', async () => {
    const ended = await runServerProcess({ DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(
      /^The configuration has 2 problem\(s\):\n {2}INIT_TOKEN_SECRET: .+openssl rand -base64 32"\n {2}SESSION_TOKEN_SECRET: .+\n$/,
    )
  })
})

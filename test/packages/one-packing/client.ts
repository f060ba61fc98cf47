import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createPeerMetrics, pages } from '@peermetrics/client'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll } from '../../client/read-all.ts'
import { hasBrowser, launchBrowser } from '../../console/support/browser.ts'
import { ADMIN_API_TOKEN } from '../../support/accounts.ts'
import { addConnection, join as joinCall, succeeded } from '../../support/call.ts'
import { lightEngine } from '../../support/database.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { type Project, project, type Tarballs } from '../installed.ts'

const run = promisify(execFile)

let tarball: string
let installed: Project
let server: TestServer
let page: Awaited<ReturnType<typeof serveFolder>>

/** A web server of an origin of its own. */
async function serveFolder(folder: string) {
  const listener = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
    const file = join(folder, path)
    if (existsSync(file)) response.writeHead(200, { 'content-type': type }).end(readFileSync(file))
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await new Promise(done => listener.once('listening', done))
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  return { url, close: () => void listener.close() }
}

/** The code of a page that imports from the package, as a bundler makes it. */
async function bundle(code: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: installed.folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    // Links to what this repository has installed are seen as what they link to.
    nodePaths: [resolve('node_modules')],
  })
  return { bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length, inputs: Object.keys(metafile.inputs) }
}

const services = {
  ingest: ['IngestService'],
  query: ['QueryService'],
  admin: [
    'AccountService',
    'AppService',
    'OrganizationService',
    'UserService',
    'ApiTokenService',
    'PrivacyService',
    'MaintenanceService',
  ],
}

const clientsOf = (names: Partial<typeof services>) => `
  import { createClient, createTransport } from '@peermetrics/client'
  ${Object.entries(names)
    .map(([name, of]) => `import { ${of} } from '@peermetrics/client/${name}/v1'`)
    .join('\n')}
  const transport = createTransport({ baseUrl: 'https://calls.example.org' })
  export const clients = [${Object.values(names).flat()}].map(service => createClient(service, transport))`

/** What the packed client must be, and what programs do with it. */
export const clientPackage = (tarballs: () => Tarballs) =>
  describe('the client', () => {
    beforeAll(async () => {
      tarball = tarballs().client
      installed = project([tarball])
      cpSync('examples', join(installed.folder, 'examples'), { recursive: true })
      page = await serveFolder(join(installed.folder, 'examples/call-page'))
      server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN, allowedOrigins: [page.url] })
    })
    afterAll(async () => {
      await server[Symbol.asyncDispose]()
      page.close()
      installed[Symbol.dispose]()
    })

    describe('the package of the client', () => {
      it('is correct for publint and arethetypeswrong, and installs nothing but Connect', async () => {
        const bin = (name: string, ...words: string[]) => run(resolve('node_modules/.bin', name), words)
        await Promise.all([
          bin('publint', 'run', '--strict', tarball),
          bin('attw', '--profile', 'esm-only', '--format', 'json', tarball),
        ])
        expect(installed.packages).toEqual([
          '@bufbuild/protobuf',
          '@connectrpc/connect',
          '@connectrpc/connect-node',
          '@connectrpc/connect-web',
          '@peermetrics/client',
        ])
        const manifest = JSON.parse(readFileSync('packages/client/package.json', 'utf8'))
        expect(Object.keys(manifest.scripts).filter(name => /install/.test(name))).toEqual([])
        const own = JSON.parse(readFileSync('package.json', 'utf8'))
        const versions = { ...own.devDependencies, ...own.dependencies }
        for (const [name, version] of Object.entries(manifest.dependencies))
          expect([name, versions[name]]).toEqual([name, version])
      })

      it('is small in a page, where it brings nothing of Node.js', async () => {
        const ingest = await bundle(clientsOf({ ingest: services.ingest }))
        const nine = await bundle(clientsOf(services))
        const all = await bundle("export { createPeerMetrics, pages, watchConference } from '@peermetrics/client'")
        expect(ingest.bytes).toBeLessThanOrEqual(40_000)
        expect(nine.bytes).toBeLessThanOrEqual(50_000)
        expect(all.inputs.filter(path => /connect-node|^node:/.test(path))).toEqual([])
      })

      it.each([
        ['nodenext', 'nodenext'],
        ['esnext', 'bundler'],
      ])('has types that hold for module %s, resolved as %s', async (module, moduleResolution) => {
        const code = `
      import { createPeerMetrics, pages, reasonOf, watchConference, type Reason } from '@peermetrics/client'
      import { createPeerMetrics as overGrpc, withToken } from '@peermetrics/client/node'
      import { type Conference, ConferenceSchema } from '@peermetrics/client/call/v1'
      export async function names(): Promise<string[]> {
        const pm = createPeerMetrics({ baseUrl: 'https://example.org', token: async () => 'token' })
        const names: string[] = []
        for await (const row of pages(pm.query.listConferences, { appId: 'a' })) names.push(row.conference?.name ?? '')
        for await (const app of pages(overGrpc().apps.listApps, {})) names.push(app.apiKey)
        for await (const change of watchConference(pm, 'id')) if (change.case === 'issue') names.push(change.value.title)
        // @ts-expect-error no field of the request
        for await (const row of pages(pm.query.listConferences, { app: 'a' })) names.push(String(row))
        await pm.ingest.createSession({}, withToken('token'))
        return names
      }
      export const isExpired = (error: unknown): boolean => reasonOf(error) === 'expired_token'
      // @ts-expect-error no reason of the contract
      export const isStrange = (error: unknown): boolean => reasonOf(error) === 'strange'
      export const reason: Reason = 'overloaded'
      export const schema: { typeName: string } = ConferenceSchema
      export const nameOf = ({ name }: Conference) => name`
        const folder = join(installed.folder, module)
        mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
        symlinkSync(resolve('node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
        writeFileSync(join(folder, 'page.ts'), code)
        const options = {
          module,
          moduleResolution,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          types: ['node'],
        }
        const compilerOptions = { ...options, strict: true, skipLibCheck: false, noEmit: true }
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }))
        const { stdout } = await run(resolve('node_modules/.bin/tsc'), ['-p', folder]).catch(error => error)
        expect(stdout).toBe('')
      })

      it('runs what its README shows', async () => {
        await joinCall(server, { conferenceId: 'of the README', userId: 'alice' })
        const readme = readFileSync(join(installed.folder, 'node_modules/@peermetrics/client/README.md'), 'utf8')
        const snippets = [...readme.matchAll(/```ts\n(.+?)```/gs)].map(([, code = '']) => code)
        const [list = '', , report = '', single = '', errors = ''] = snippets
        const programs = { list, report, single, errors: `${list}\n${errors}` }
        const outputs = await Promise.all(
          Object.entries(programs).map(async ([name, code]) => {
            const path = join(installed.folder, `${name}.mjs`)
            const filled = code
              .replaceAll('http://127.0.0.1:8081', server.url)
              .replaceAll("'TOKEN'", `'${ADMIN_API_TOKEN}'`)
              .replaceAll("'KEY'", `'${server.apiKey}'`)
            writeFileSync(path, filled)
            return (await run(process.execPath, [path])).stdout
          }),
        )
        expect(outputs[0]).toContain('of the README not judged')
        expect(outputs[3]).toContain('There is no such call.')
      })
    })

    describe('the examples', () => {
      it('report the participants of a media server', async () => {
        const { stdout } = await run(process.execPath, ['media-server.js', 'studio', '3'], {
          cwd: join(installed.folder, 'examples/media-server'),
          env: { PEERMETRICS_URL: server.url, PEERMETRICS_API_KEY: server.apiKey, REPORT_INTERVAL_MS: '100' },
        })
        expect(stdout).toContain('Reported 3 times for each participant of studio.')
        const { query } = createPeerMetrics({ baseUrl: server.url, token: ADMIN_API_TOKEN })
        const { rows } = await query.listConferences({ externalId: 'studio' })
        expect(rows).toMatchObject([{ participantCount: 2, conference: { ongoing: false } }])
        const conferenceId = rows[0]?.conference?.id ?? ''
        const events = await readAll(pages(query.listConferenceEvents, { conferenceId }))
        const count = (type: string) => events.filter(event => event.type === type && !event.trackId).length
        expect([count('stats'), count('onconnectionstatechange'), count('endCall')]).toEqual([6, 4, 2])
      })

      it.skipIf(!hasBrowser())('list calls in a page of another origin, and watch one', async () => {
        const caller = await joinCall(server, { conferenceId: 'on the page', userId: 'alice' })
        const { connectionId, peerId } = await addConnection(server, caller, 'bob')
        const report = async (data: string) => {
          const event = { token: caller.token, eventName: 'onconnectionstatechange', connectionId, peerId, data }
          succeeded(await server.post('/connection', event))
        }
        const folder = join(installed.folder, 'examples/call-page')
        await build({
          absWorkingDir: folder,
          entryPoints: ['call-page.js'],
          bundle: true,
          format: 'esm',
          outfile: 'dist/call-page.js',
          nodePaths: [resolve('node_modules')],
        })
        const browser = await launchBrowser()
        try {
          const tab = await browser.newPage()
          tab.setDefaultTimeout(10_000)
          await tab.goto(page.url)
          await tab.getByLabel('Server').fill(server.url)
          await tab.getByLabel('API token').fill('wrong')
          await tab.getByText('Show calls').click()
          await tab.getByText('The server does not know this token.').waitFor()
          await tab.getByLabel('API token').fill(ADMIN_API_TOKEN)
          await tab.getByText('Show calls').click()
          await tab
            .getByRole('row', { name: /on the page/ })
            .getByText('Watch')
            .click()
          await tab.getByText('Watching on the page').waitFor()
          // Only what is stored after the watch has begun is told.
          for (let tries = 0; (await tab.getByText('onconnectionstatechange').count()) === 0 && tries < 200; tries++) {
            await report('connected')
          }
          await report('failed')
          await tab.getByText('Error: Connection failed').waitFor()
          succeeded(await server.post('/events/browser', { token: caller.token, eventName: 'endCall' }))
          await tab.getByText('The call is over.').waitFor()
        } finally {
          await browser.close()
        }
      })
    })
  })

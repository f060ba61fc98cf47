import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const programs = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

const program = programs.find(path => path !== undefined && existsSync(path))

/** Whether there is a browser to test with; CI must have one. */
export function hasBrowser(): boolean {
  if (program) return true
  if (process.env['CI']) throw new Error('No chromium for the tests of the console')
  process.stderr.write('No chromium (CHROMIUM_PATH): the tests of the console in a browser are skipped.\n')
  return false
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: program as string, args: ['--no-sandbox', '--disable-gpu'] })

/** Runs in the page: what the policy forbids is an error in the console. */
const noteViolations = `document.addEventListener('securitypolicyviolation', event =>
  console.error('violates ' + event.violatedDirective + ': ' + event.blockedURI))`

export interface Look {
  width?: number
  theme?: 'light' | 'dark'
  /** One that is half an hour off by default. */
  timeZone?: string
}

/** A tab of its own. */
export interface Tab extends AsyncDisposable {
  page: Page
  context: BrowserContext
  /** Errors in the console, failed requests and breaches of the content security policy so far. */
  problems: string[]
}

export async function openTab(browser: Browser, baseURL: string, look: Look = {}): Promise<Tab> {
  const context = await openContext(browser, baseURL, look)
  return { ...(await openPage(context)), [Symbol.asyncDispose]: () => context.close() }
}

/** What several tabs share: cookies, and code that was compiled once. */
export async function openContext(
  browser: Browser,
  baseURL: string,
  { width = 1280, theme = 'light', timeZone = 'Asia/Kolkata' }: Look = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height: 800 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: timeZone,
    locale: 'en-GB',
  })
  context.setDefaultTimeout(30_000)
  await context.addInitScript(noteViolations)
  return context
}

/** A tab that shares a context. */
export async function openPage(context: BrowserContext): Promise<Tab> {
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', message => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', error => problems.push(String(error)))
  return { page, context, problems, [Symbol.asyncDispose]: () => page.close() }
}

/** Holds back the requests that a pattern matches until they are released: a server as slow as a test needs it. */
export async function holdBack(page: Page, pattern: string): Promise<{ release(): void }> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(pattern, async route => {
    await promise
    await route.continue()
  })
  return { release: resolve }
}

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ADMIN_API_TOKEN, createAccount, PASSWORD } from '../../support/accounts.ts'
import { lightEngine } from '../../support/database.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { openContext, openPage, type Tab } from './browser.ts'

/** Signs in to every console of the tests. */
export const EMAIL = 'operator@example.test'

/** A server whose superuser has the account {@link EMAIL}. */
export async function startConsoleServer(): Promise<TestServer> {
  const server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN, statsIntervalMs: 5000 })
  await createAccount(server, EMAIL, { superuser: true })
  return server
}

/** Fills in the form that the page shows. */
export async function signInAs(page: Page, email = EMAIL, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** A context that has the cookie of a sign-in. */
export async function signedInContext(
  browser: Browser,
  server: Pick<TestServer, 'url'>,
  email = EMAIL,
): Promise<BrowserContext> {
  const context = await openContext(browser, server.url)
  await context.addInitScript("localStorage.setItem('peermetrics.signed-in', 'yes')")
  const response = await context.request.post('/peermetrics.admin.v1.AccountService/SignIn', {
    data: { email, password: PASSWORD, setCookie: true },
    headers: { origin: server.url },
  })
  if (!response.ok()) throw new Error(`The sign-in failed: ${await response.text()}`)
  return context
}

/** A tab with a sign-in of its own. */
export async function openSignedIn(browser: Browser, server: Pick<TestServer, 'url'>, email = EMAIL): Promise<Tab> {
  const context = await signedInContext(browser, server, email)
  return { ...(await openPage(context)), [Symbol.asyncDispose]: () => context.close() }
}

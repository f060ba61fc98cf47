import { expect } from 'vitest'
import type { ErrorCode } from '../../src/domain/values/errors.ts'
import { errorAnswer } from '../../src/http/answers.ts'
import { errorForm } from '../../src/http/error-responses.ts'
import { routeErrors } from '../../src/http/openapi/route-errors.ts'
import { Router } from '../../src/http/router.ts'
import { routes } from '../../src/http/routes.ts'

const router = new Router(routes)

/**
 * Holds an answer of the HTTP routes to what the reference says of its route: the schema of its body, or a refusal that is
 * named there. Other paths and methods that a route does not have are left alone.
 */
export function expectDocumented(method: string, path: string, status: number, body: unknown): void {
  const { route } = router.match(method, path.split('?')[0] ?? '')
  if (!route || method === 'HEAD' || method === 'OPTIONS' || status === 500 || body === undefined) return
  const where = `${method} ${route.path} answered ${status} ${JSON.stringify(body).slice(0, 2000)}`
  const schema = status === 200 ? route.answer : errorAnswer
  const { error } = schema.safeParse(body)
  expect(error?.issues, where).toBeUndefined()
  if (status === 200) return
  const code = (body as { error_code: ErrorCode }).error_code
  expect(routeErrors(route), where).toContain(code)
  expect(errorForm(code).status, where).toBe(status)
}

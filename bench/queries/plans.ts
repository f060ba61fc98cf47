import process from 'node:process'
import { type DescMethodUnary, fromJson } from '@bufbuild/protobuf'
import { createRouterTransport } from '@connectrpc/connect'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { openApplication } from '../../src/application.ts'
import type { Config } from '../../src/config/config.ts'
import { unknownClient } from '../../src/domain/call/client.ts'
import type { JsonObject } from '../../src/domain/values/json.ts'
import { Router } from '../../src/http/router.ts'
import { routes } from '../../src/http/routes.ts'
import { WholeList } from '../../src/http/whole-list.ts'
import { createLogger } from '../../src/log.ts'
import { Readiness } from '../../src/net/readiness.ts'
import { accessInterceptor } from '../../src/rpc/interceptors.ts'
import { accessRules } from '../../src/rpc/served-service.ts'
import { servedServices } from '../../src/rpc/services.ts'
import { authorizeRequest } from '../../src/services/access/authorize-request.ts'
import type { ServiceContext } from '../../src/services/context.ts'
import type { BenchQuestion } from './questions.ts'
import { recordStatements } from './recorded-statements.ts'
import { type BenchSubjects, benchSubjects } from './subjects.ts'

/** The plans of the statements that a question runs. */
export interface QuestionPlans {
  question: BenchQuestion
  statements: { sql: string; plan: string }[]
}

/** Asks every question once in this process, and has the database explain each statement with its very parameters. */
export async function readPlans(
  config: Config,
  questionsAbout: (subjects: BenchSubjects) => BenchQuestion[],
): Promise<QuestionPlans[]> {
  await using application = await openApplication(config, createLogger('silent', { terminal: false }), {
    jobs: 'carried out',
  })
  const { context, database } = application
  const plans: QuestionPlans[] = []
  for (const question of questionsAbout(await benchSubjects(database.em()))) {
    const recorded = recordStatements(database.em())
    await ask({ ...context, em: () => recorded.em }, question)
    const asked = recorded.statements.filter(({ sql }) => sql.includes('as not materialized'))
    const statements: { sql: string; plan: string }[] = []
    for (const statement of asked) {
      statements.push({ sql: withoutScope(statement.sql), plan: await recorded.explain(statement) })
    }
    plans.push({ question, statements })
    process.stderr.write(`explained: ${question.name}\n`)
  }
  return plans
}

async function ask(context: ServiceContext, { path, message }: BenchQuestion): Promise<void> {
  if (message) return await askRpc(context, path, message)
  const url = new URL(path, 'http://localhost')
  const { route, parameters } = new Router(routes).match('GET', url.pathname)
  if (!route || route.access === 'public') throw new Error(`${path} is no private route`)
  const receivedAt = new Date()
  const authorization = `Bearer ${context.adminApiTokens[0]}`
  const presented = { authorization, cookie: null, origin: null, client: unknownClient, isSafe: true, receivedAt }
  const request = { body: {}, parameters, query: url.searchParams, origin: undefined, logged: {}, receivedAt }
  const admitted = await authorizeRequest(context, route.access, presented)
  const result = await route.handle(admitted, { ...request, client: unknownClient })
  if (!(result instanceof WholeList)) return
  for await (const _ of result.batches) {
    // Reads it whole.
  }
}

async function askRpc(context: ServiceContext, path: string, message: Record<string, unknown>): Promise<void> {
  const method = QueryService.methods.find(({ name }) => path.endsWith(`/${name}`)) as DescMethodUnary | undefined
  if (!method) throw new Error(`There is no ${path}`)
  const services = servedServices(context, new Readiness(async () => true))
  const interceptors = [accessInterceptor(context, accessRules(services))]
  const transport = createRouterTransport(
    router => {
      for (const { register } of services) register(router)
    },
    { router: { interceptors } },
  )
  const header = { authorization: `Bearer ${context.adminApiTokens[0]}` }
  await transport.unary(method, undefined, undefined, header, fromJson(method.input, message as JsonObject))
}

/** The statement behind what every one of them begins with. */
const withoutScope = (sql: string): string =>
  sql.replace(/^with [\s\S]*?import_transaction where false\)/, 'with (the scope)')

/** The lines of a plan that read a partition of `event` from end to end; those that were pruned as it ran did not. */
export const eventScans = ({ statements }: QuestionPlans): string[] =>
  statements.flatMap(({ plan }) =>
    plan.split('\n').filter(line => /Seq Scan on event/.test(line) && !line.includes('never executed')),
  )

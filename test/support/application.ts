import { setTimeout as delay } from 'node:timers/promises'
import { type Application, openApplication } from '../../src/application.ts'
import { query } from '../../src/storage/engine/sql.ts'
import { createDatabase, type Engine } from './database.ts'
import type { Row } from './stored-rows.ts'
import { testConfig } from './test-config.ts'
import { testLog } from './test-log.ts'

/** The operations of a server with its jobs, without its port: times of arrival can be chosen. */
export interface TestApplication extends AsyncDisposable, Pick<Application, 'context' | 'database' | 'jobs'> {
  apiKey: string
  rows<T extends Row = Row>(sql: string, parameters?: unknown[]): Promise<T[]>
  /** Resolves when no summary of a conference is wanted or being built any more. */
  summarised(conferenceId: string): Promise<void>
}

export async function startTestApplication(
  engine: Engine,
  overrides: Partial<Parameters<typeof testConfig>[0]> = {},
): Promise<TestApplication> {
  const database = await createDatabase(engine)
  const config = testConfig({ ...database.config, ...overrides })
  const application = await openApplication(config, testLog, { jobs: 'carried out' })
  await application.startJobs()
  const rows: TestApplication['rows'] = (sql, parameters = []) =>
    query(application.database.em(), sql, parameters, 'a statement of a test')
  return {
    context: application.context,
    database: application.database,
    jobs: application.jobs,
    apiKey: application.first.apiKey ?? '',
    rows,
    summarised: conferenceId => untilSummarised(rows, conferenceId),
    [Symbol.asyncDispose]: async () => {
      await application[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

const PENDING = `
  select from job.job
   where name = 'summary' and state in ('created', 'retry', 'active') and data ->> 'conferenceId' = $1`

async function untilSummarised(rows: TestApplication['rows'], conferenceId: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if ((await rows(PENDING, [conferenceId])).length === 0) return
    await delay(50)
  }
  throw new Error('The summary was not built')
}

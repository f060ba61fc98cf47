import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, inject, it } from 'vitest'
import type { JsonValue } from '../../src/domain/values/json.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'
import { exchange, startTestServer } from '../support/test-server.ts'
import { comparable, differences } from './support/compare-answers.ts'
import { createEmptyTarget } from './support/empty-target.ts'
import { importInto } from './support/import-into.ts'
import { createSourceCopy } from './support/source-database.ts'

describe.runIf(inject('postgresUrl') && hasSharedData())('an installation that deletes raw stats', () => {
  it('keeps the summaries that it has, their entries in their own snapshots', async () => {
    await using source = await createSourceCopy()
    await using database = await createEmptyTarget()
    await source.query(`delete from app_genericevent where category = 'S' and type = 'stats'`)
    const { isComplete, output } = await importInto(database, source.url)
    expect(isComplete, output).toBe(true)
    const second = await importInto(database, source.url)
    expect(second.isComplete, second.output).toBe(true)
    await using server = await startTestServer('postgres', { privateApiAuth: false }, database)
    const file = gunzipSync(readFileSync(sharedPath('data/existing-db-answers.json.gz')))
    const answers: Record<string, { status: number; body: JsonValue }> = JSON.parse(file.toString())
    const graphs = Object.entries(answers).filter(([, { body }]) =>
      JSON.stringify(body).includes('"summary":{"data":[{'),
    )
    expect(graphs.length).toBe(9)
    for (const [path, answer] of graphs) {
      const { status, body } = await exchange('GET', server.api + path)
      expect(differences(comparable(path, answer, true), comparable(path, { status, body }, false)), path).toEqual([])
    }
    const [summary] = await server.rows(
      `select count(*)::int as summaries, bool_and(verdict is null and built_at is not null and reports_deleted_until is not null) as complete
         from summary where build is not null and reports_deleted_until is not null`,
    )
    expect(summary).toEqual({ summaries: 9, complete: true })
  }, 90_000)
})

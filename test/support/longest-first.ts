import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, the longest first: begun at the end, one would run alone. */
const longest = [
  'console/browser/flows',
  'console/browser/looks',
  'console/browser/call-page',
  'console/browser/page-flows',
  'access/revocation',
  'processes/two-servers',
  'faults/check-then-act',
  'faults/faults',
  'golden',
  'faults/client-mistakes',
  'replay',
  'processes/stop',
  'processes/workers',
  'lifecycle/endings',
  'processes/import',
  'access/rpc-matrix',
  'processes/postgres-failures',
  'lifecycle/shared-transactions',
  'faults/backup',
  'faults/attacks',
  'processes/geo-database-file',
  'watch',
  'cli/watch',
  'processes/metrics',
  'faults/floods',
  'queries/call-page',
  'faults/event-loop',
  'lifecycle/failing-job',
  'processes/job-start',
  'faults/fuzz',
  'geo/ipstack',
  'faults/refusals-store-nothing',
  'faults/kill',
  'privacy/client-addresses',
  'processes/read-replica',
  'processes/first-admin',
  'queries/paging',
  'faults/shared-rate-limit',
  'processes/traces',
  'openapi/openapi',
  'import/bad-input',
  'faults/request-room',
  'lifecycle/maintenance',
  'operations/rotation',
]

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex(name => moduleId.endsWith(`/test/${name}.test.ts`))
  return rank < 0 ? longest.length : rank
}

/** The order of test files: each worker takes the next one when it has finished one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}

import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, the longest first: begun at the end, one would run alone. */
const longest = [
  'console/browser/flows',
  'console/browser/looks',
  'cli/commands',
  'faults/faults',
  'operations/postgres-failures',
  'faults/client-mistakes',
  'lifecycle/two-servers',
  'operations/workers',
  'access/revocation',
  'lifecycle/failing-job',
  'access/rpc-matrix',
  'lifecycle/endings',
  'import/process',
  'operations/retries',
  'operations/stop',
  'watch',
  'golden',
  'faults/attacks',
  'faults/backup',
  'replay',
  'queries/verdicts',
  'operations/first-admin',
  'queries/paging',
  'operations/metrics',
  'operations/surroundings',
  'import/bad-input',
  'faults/event-loop',
  'faults/check-then-act',
  'bad-input/garbage',
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

import type { Config } from './config.ts'
import { contradictions } from './contradictions.ts'
import { givenIn, parseVariables, variableNames } from './environment.ts'
import { fileProblems, fileWarnings } from './file-checks.ts'
import { secretWarnings } from './secret-strength.ts'
import { unknownVariables } from './unknown-variables.ts'

/**
 * Reads the configuration of a server that starts, with the files that it names.
 * @returns the configuration, and what is suspicious about it
 * @throws Error whose message lists every problem, and everything suspicious
 */
export function readForStart(environment: Readonly<Record<string, string | undefined>>): {
  config: Config
  warnings: string[]
} {
  const given = givenIn(environment)
  const { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } = given
  const warnings = [
    ...unknownVariables(Object.keys(given), variableNames),
    ...secretWarnings({ INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET }),
    ...contradictions(given),
    ...fileWarnings(given),
  ]
  return { config: parseVariables(given, { moreProblems: fileProblems(given), warnings }), warnings }
}

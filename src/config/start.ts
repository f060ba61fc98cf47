import type { Config } from './config.ts'
import { contradictions } from './contradictions.ts'
import { parseVariables, variableNames } from './environment.ts'
import { fileProblems, fileWarnings } from './file-checks.ts'
import { type Environment, readGiven } from './given-variables.ts'
import { secretWarnings } from './secret-strength.ts'
import { unknownVariables } from './unknown-variables.ts'

/**
 * Reads the configuration of a server that starts, with the files that it names.
 * @returns the configuration, and what is suspicious about it
 * @throws Error whose message lists every problem, and everything suspicious
 */
export function readForStart(environment: Environment): {
  config: Config
  warnings: string[]
} {
  const { given, problems } = readGiven(environment)
  const { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } = given
  const warnings = [
    ...unknownVariables(namesIn(environment), variableNames),
    ...secretWarnings({ INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET }),
    ...contradictions(given),
    ...fileWarnings(given),
  ]
  return { config: parseVariables(given, { moreProblems: [...problems, ...fileProblems(given)], warnings }), warnings }
}

const namesIn = (environment: Environment): string[] => Object.keys(environment).filter(name => environment[name])

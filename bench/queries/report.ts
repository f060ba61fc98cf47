import type { Timing } from './ask.ts'
import type { QuestionPlans } from './plans.ts'

export interface Measured {
  name: string
  /** Of the answer. */
  bytes: number
  alone: Timing
  crowd: Timing
}

interface Limits {
  alone: number
  crowd: number
}

/** The figures as a table, and what is slower than it may be. */
export function benchReport(measured: readonly Measured[], limits: Limits): { table: string; failures: string[] } {
  const ms = (value: number) => value.toFixed(1)
  const lines = measured.map(
    ({ name, bytes, alone, crowd }) =>
      `| ${name} | ${bytes} | ${ms(alone.p50)} | ${ms(alone.p95)} | ${ms(crowd.p50)} | ${ms(crowd.p95)} | ${ms(crowd.worst)} |`,
  )
  const head = [
    `Limits of p95: ${limits.alone} ms with one caller, ${limits.crowd} ms with 16. Times in ms.`,
    '',
    '| question | bytes | p50 | p95 | p50 of 16 | p95 of 16 | worst of 16 |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ]
  const failures = measured
    .filter(({ alone, crowd }) => alone.p95 >= limits.alone || crowd.p95 >= limits.crowd)
    .map(({ name, alone, crowd }) => `${name}: p95 ${ms(alone.p95)} ms, of 16 ${ms(crowd.p95)} ms`)
  return { table: [...head, ...lines, ''].join('\n'), failures }
}

/** The statements of a question with their plans. */
export const plansText = ({ question, statements }: QuestionPlans): string =>
  [
    `## ${question.name}`,
    `\`${question.path}\``,
    ...statements.map(({ sql, plan }) => `\`\`\`\n${sql}\n\n${plan}\n\`\`\``),
  ].join('\n\n')

import { readFileSync } from 'node:fs'
import type { Ratios } from './ratios.ts'

/** What a figure must keep; a slower machine changes ratios little. */
type Budget = { atLeast: number } | { atMost: number }

const BUDGETS = new URL('../budgets.json', import.meta.url)

/** Says which figures are worse than their budget. */
export function exceeded(ratios: Ratios): string[] {
  const budgets = JSON.parse(readFileSync(BUDGETS, 'utf8')) as Record<string, Budget>
  return Object.entries(budgets).flatMap(([name, budget]) => {
    const value = ratios[name]
    if (value === undefined) return []
    if ('atLeast' in budget) return value >= budget.atLeast ? [] : [`${name} is ${value}, at least ${budget.atLeast}`]
    return value <= budget.atMost ? [] : [`${name} is ${value}, at most ${budget.atMost}`]
  })
}

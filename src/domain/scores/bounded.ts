/** The number within bounds; `otherwise` for what is no number at all. Infinity is a number: the bound it passes. */
export function bounded(value: unknown, low: number, high: number, otherwise: number): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return otherwise
  return Math.min(Math.max(value, low), high)
}

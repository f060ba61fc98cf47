import { bounded } from './bounded.ts'

/**
 * Mean opinion score, 1 to 4.5, of a transmission rating R, 0 to 100. ITU-T G.107 Annex B; its cubic dips a little below
 * 1 for R under 7, where the lowest score stands.
 */
export function ratingToMos(rating: number): number {
  const r = bounded(rating, 0, 100, 0)
  return Math.max(1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r), 1)
}

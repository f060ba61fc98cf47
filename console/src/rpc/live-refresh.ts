/** How often what belongs to a running call is asked for again, beside what a watch tells of, ms. */
export const LIVE_REFRESH_MS = 15_000

/** How long a report that was accepted may be on its way to the disk, ms. */
export const UNDER_WAY_MS = 2000

import type { ShownEvent } from './split-event.ts'

/** Characters of JSON from which data is large. */
const LARGE = 1000

const isLarge = ({ category, data }: ShownEvent) =>
  data !== null && (category === 'stats' || JSON.stringify(data).length > LARGE)

/** An event without its data where that is large: session descriptions, stats reports, lists of devices. */
export const briefEvent = (event: ShownEvent): ShownEvent =>
  isLarge(event) ? { ...event, data: null, dataOmitted: true } : event

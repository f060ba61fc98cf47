/** Categories of events, by the route that they came through. */
export const eventCategories = ['browser', 'getUserMedia', 'connection', 'track', 'stats'] as const
export type EventCategory = (typeof eventCategories)[number]

/** Longest event name that is kept, in characters. */
export const EVENT_NAME_LENGTH = 32

/** Something that keeps a recording from being replayed at all; its message is for the person who started it. */
export class ReplayError extends Error {}

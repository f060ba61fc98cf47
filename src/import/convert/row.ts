/** Values by column; JSON is text. */
export type Row = Record<string, unknown>

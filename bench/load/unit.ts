/** Server under load. */
export interface Target {
  port: number
  apiKey: string
  /** API token that may read. */
  readToken: string
}

/** Carries out one unit of work; true when all its requests succeeded. */
export type Unit = () => Promise<boolean>

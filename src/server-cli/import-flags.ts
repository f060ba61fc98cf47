/** Options of `peermetrics-server import`, as commander reads them. */
export interface ImportFlags {
  from?: string
  fromData?: string
  app?: string[]
  since?: Date
  dryRun?: boolean
  follow?: boolean
  verify?: boolean
}

/** The part of the database that somebody may see: rows of other organizations and apps are not there for them. */
export interface DataScope {
  /** Organizations in use that they belong to. */
  organizationIds: readonly string[]
  /** Apps in use of those organizations. */
  appIds: readonly string[]
}

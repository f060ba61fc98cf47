/** A reason for which an import ends, in words for people. */
export class ImportError extends Error {
  override name = 'ImportError'
}

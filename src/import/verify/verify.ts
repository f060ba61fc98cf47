import type { ImportContext } from '../import-context.ts'

export async function verify(_context: ImportContext, _options: unknown, _begun: Date): Promise<boolean> {
  return true
}

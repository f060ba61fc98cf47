import { isJsonObject, type JsonValue } from '../../values/json.ts'
import type { AnalysisState } from './analysis-state.ts'

/** Changes whenever a saved state could not be read any more. */
const VERSION = 5

/** Marks what was a Map. */
const MAP = '$map'

const writeMap = (_key: string, value: unknown): unknown => (value instanceof Map ? { [MAP]: [...value] } : value)

const readMap = (_key: string, value: unknown): unknown =>
  isJsonObject(value) && Array.isArray(value[MAP]) ? new Map(value[MAP] as [JsonValue, JsonValue][]) : value

/** The state as JSON text. */
export const saveState = (state: AnalysisState): string => JSON.stringify({ version: VERSION, state }, writeMap)

/** The saved state; null for what another version saved. */
export function restoreState(saved: string): AnalysisState | null {
  const read: unknown = JSON.parse(saved, readMap)
  return isJsonObject(read) && read['version'] === VERSION ? (read['state'] as unknown as AnalysisState) : null
}

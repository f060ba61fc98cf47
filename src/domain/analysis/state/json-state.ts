import { isJsonObject, type JsonObject, type JsonValue } from '../../values/json.ts'
import { type AnalysisState, newState } from './analysis-state.ts'

/** Changes whenever a saved state could not be read any more. */
const VERSION = 4

/** Marks what was a Map. */
const MAP = '$map'

const writeMap = (_key: string, value: unknown): unknown => (value instanceof Map ? { [MAP]: [...value] } : value)

const readMap = (_key: string, value: unknown): unknown =>
  isJsonObject(value) && Array.isArray(value[MAP]) ? new Map(value[MAP] as [JsonValue, JsonValue][]) : value

export const saveState = (state: AnalysisState): JsonValue =>
  JSON.parse(JSON.stringify({ version: VERSION, state }, writeMap))

/** Whether a state was saved by this version. */
export const isReadable = (saved: JsonValue): saved is JsonObject => isJsonObject(saved) && saved['version'] === VERSION

/** The saved state; a new one for what another version saved. */
export function restoreState(saved: JsonValue): AnalysisState {
  if (!isReadable(saved)) return newState()
  return JSON.parse(JSON.stringify(saved['state']), readMap)
}

import { claimDataFolder, type DataFolder } from './data-folder.ts'
import { EmbeddedEngine } from './engine.ts'

/** A data folder that this process alone uses, with the engine on it, which may still be starting. */
export interface EmbeddedStorage {
  folder: DataFolder
  engine: EmbeddedEngine
}

/**
 * Claims the folder and starts the engine on it. The engine starts in a thread of its own: the rest of the program can be
 * loaded meanwhile.
 * @throws Error naming the folder when another process has it
 */
export function beginEmbeddedStorage(dataDir: string): EmbeddedStorage {
  const folder = claimDataFolder(dataDir)
  return { folder, engine: new EmbeddedEngine({ dataFolder: `${folder.path}/database` }) }
}

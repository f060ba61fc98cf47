import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '../../domain/values/errors.ts'
import { type ArchiveEntry, tarArchive } from '../archive/tar.ts'
import type { EmbeddedDatabase } from '../engine/database.ts'
import { baseBackup } from './base-backup.ts'
import type { CheckpointHold } from './checkpoints.ts'

const SECRETS_FILE = 'secrets.json'

const DATABASE_FOLDER = 'database/'

/** When another backup may be done, in seconds. */
const RETRY_AFTER_S = 60

/** Copies of a data folder that is in use. */
export class BackupSource {
  readonly #database: EmbeddedDatabase
  readonly #dataDir: string

  constructor(database: EmbeddedDatabase, dataDir: string) {
    this.#database = database
    this.#dataDir = dataDir
  }

  /**
   * A tar archive of the folder.
   * @throws DomainError overloaded while another one is made
   */
  async *archive(now: Date): AsyncGenerator<Uint8Array, void, undefined> {
    using hold = await this.#database.checkpoints.hold()
    if (!hold) {
      throw new DomainError('overloaded', 'Another backup is under way', { retryAfterSeconds: RETRY_AFTER_S })
    }
    yield* tarArchive(this.#entries(hold), now)
  }

  async *#entries(hold: CheckpointHold): AsyncGenerator<ArchiveEntry, void, undefined> {
    const secrets = await readFile(join(this.#dataDir, SECRETS_FILE))
    yield { path: SECRETS_FILE, size: secrets.length, content: asStream(secrets) }
    yield { path: DATABASE_FOLDER }
    for await (const entry of baseBackup(this.#database, hold)) yield { ...entry, path: DATABASE_FOLDER + entry.path }
  }
}

async function* asStream(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes
}

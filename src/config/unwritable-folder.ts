import { resolve } from 'node:path'

/** Advice about a data folder that cannot be used. @param reason the system's word for it: `EACCES` */
export const unwritableFolder = (path: string, reason: string): string =>
  `The data folder ${resolve(path)} cannot be written to (${reason}). Let the user that runs the server own it, or name another one in DATA_DIR`

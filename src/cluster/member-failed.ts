import type { Role } from './role.ts'

/** Exit code of a process that has said on standard error why it ends. */
export const SAID_WHY = 1

/** A process of a group ended before it worked. */
export class MemberFailed extends Error {
  readonly hasSaidWhy: boolean

  /** @param exit its exit code, or the signal that killed it */
  constructor(role: Role, exit: number | string) {
    super(`A process for ${role} ended before it worked (${exit})`)
    this.hasSaidWhy = exit === SAID_WHY
  }
}

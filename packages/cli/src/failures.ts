/** The command line cannot be carried out as it is. */
export class UsageError extends Error {}

/** Something is not as the command needs it; `reason` is for programs, as those of the server are. */
export class Refusal extends Error {
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }
}

/** The person wants no more. */
export class Interrupted extends Error {}

/** Ends a command that has said everything itself. */
export class ExitCode extends Error {
  readonly code: number

  constructor(code: number) {
    super(`exit code ${code}`)
    this.code = code
  }
}

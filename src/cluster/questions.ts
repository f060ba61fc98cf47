import type { Answer, Answers, Question, Topic } from './question-messages.ts'

/** Time that a process has to answer its supervisor, ms: who asks the supervisor gets an answer within a second. */
export const MEMBER_ANSWER_MS = 800

/** The channel to the process that is asked. */
export interface Channel {
  isConnected(): boolean
  send(question: Question): void
}

/** Asks other processes of the group, over the channel to each of them. */
export class Questions {
  readonly #waiting = new Map<number, (answer: Answers[Topic]) => void>()
  #lastId = 0

  /** @returns undefined when the process has not answered within so many ms */
  async ask<T extends Topic>(channel: Channel, topic: T, patienceMs: number): Promise<Answers[T] | undefined> {
    if (!channel.isConnected()) return undefined
    const id = ++this.#lastId
    const { promise, resolve } = Promise.withResolvers<Answers[T] | undefined>()
    this.#waiting.set(id, answer => resolve(answer as Answers[T]))
    const timer = setTimeout(resolve, patienceMs, undefined)
    channel.send({ kind: 'question', id, topic })
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  hear({ id, answer }: Answer): void {
    this.#waiting.get(id)?.(answer)
  }
}

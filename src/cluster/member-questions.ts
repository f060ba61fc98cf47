import process from 'node:process'
import type { ServerProcess } from '../services/admin/server-process.ts'
import { type Answer, type Answers, isAnswer, isQuestion, type Topic } from './question-messages.ts'
import { MEMBER_ANSWER_MS, Questions } from './questions.ts'

/** Time that the supervisor has to answer, ms: it may wait for a process that does not answer. */
const SUPERVISOR_ANSWER_MS = MEMBER_ANSWER_MS + 200

/** Of a process in the group: from now on answers what the supervisor asks. */
export function answerSupervisor<T extends Topic>(topic: T, answer: () => Answers[T] | Promise<Answers[T]>): void {
  process.on('message', async message => {
    if (!isQuestion(message, topic)) return
    const { id } = message
    process.send?.({ kind: 'answer', id, answer: await answer() } satisfies Answer<T>, undefined, undefined, () => {})
  })
}

/** Of a process in the group: asks the supervisor for the other ones. @returns a function that asks */
export function otherProcesses(): () => Promise<ServerProcess[]> {
  const questions = new Questions()
  process.on('message', message => void (isAnswer(message) && questions.hear(message)))
  const supervisor = {
    isConnected: () => process.connected,
    send: (question: object) => void process.send?.(question, undefined, undefined, () => {}),
  }
  return async () =>
    (await questions.ask(supervisor, 'other processes', SUPERVISOR_ANSWER_MS)) ?? [
      { role: 'supervisor', pid: process.ppid },
    ]
}

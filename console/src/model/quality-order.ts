import type { Judgement, Person, PersonVerdict, Quality } from './call.ts'

const order: readonly Quality[] = ['bad', 'poor', 'fair', 'good', 'unjudged']

/** A person with how the call was for them. */
export interface JudgedPerson {
  person: Person
  /** Undefined while nobody has judged. */
  judged: PersonVerdict | undefined
}

/** The worst first, media servers last; equals keep their order. */
export function judgedPeople(people: readonly Person[], judgement: Judgement | undefined): JudgedPerson[] {
  const verdicts = judgement && judgement.progress !== 'building' ? judgement.people : []
  const judged = people.map(person => ({ person, judged: verdicts.find(({ personId }) => personId === person.id) }))
  return judged.toSorted((one, other) => rank(one) - rank(other))
}

const rank = ({ person, judged }: JudgedPerson): number =>
  person.isSfu ? order.length : order.indexOf(judged?.verdict?.quality ?? 'unjudged')

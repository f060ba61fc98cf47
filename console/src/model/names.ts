import { text } from '../text/text.ts'

/** What a call or participant is called: its name, else the application's id of it. */
const named = ({ name, externalId }: { name: string; externalId: string }): string =>
  name || externalId || text.common.unnamed

export const callName = named
export const personName = named

/** The application's id, where it says more than the name. */
export const secondName = ({ name, externalId }: { name: string; externalId: string }): string | undefined =>
  name !== '' && name !== externalId ? externalId : undefined

/** Some names of those in a call: "Alice, Bob +3". @param count how many there are */
export function namesText(names: readonly string[], count: number): string {
  const more = count - names.length
  return [names.join(', '), more > 0 ? `+${more}` : ''].filter(Boolean).join(' ')
}

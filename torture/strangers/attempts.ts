import fc from 'fast-check'
import { routes } from '../../src/http/routes.ts'
import type { Answer } from '../fuzz/answer.ts'
import { encodeHttp, encodeRpc } from '../fuzz/encode.ts'
import type { FuzzInput, HttpInput, RpcInput, Values } from '../fuzz/input.ts'
import { httpInput, rpcInput } from '../fuzz/requests.ts'
import type { RequestSender } from '../fuzz/send-request.ts'
import { methods } from '../services.ts'
import { namesAnId, type TwoOrganizations } from './two-organizations.ts'

export interface StrangersResult {
  tried: number
  /** Answers about what is another's that differ from those about what does not exist. */
  differences: string[]
}

type Attempt = RpcInput | HttpInput

/** Requests to every RPC and route that name something; so many of each. */
function attempts(each: number, seed: number): Attempt[] {
  const all = [
    ...[...methods].map(entry => rpcInput(entry).map<FuzzInput>(input => ({ ...input, form: 'connect json' }))),
    ...routes.map(route => httpInput(route)),
  ]
  return all.flatMap(inputs =>
    fc
      .sample(inputs, { seed, numRuns: 8 * each })
      .filter(input => input.door !== 'bytes' && namesAnId(JSON.stringify(input)))
      .slice(0, each)
      .map(input => ({ ...(input as Attempt), damage: null, httpVersion: 2 as const })),
  )
}

/** Strangers of every role send requests about another organization's things, and the same about what does not exist. */
export async function tryStrangers(
  sender: RequestSender,
  { foreign, unknown, strangers }: TwoOrganizations,
  { each, seed }: { each: number; seed: number },
): Promise<StrangersResult> {
  const differences: string[] = []
  const tries = attempts(each, seed)
  const tryAll = async ([name, stranger]: [string, string]) => {
    for (const attempt of tries) {
      const ofSdk = attempt.token === 'sessionToken' || attempt.token === 'initToken'
      const input = { ...attempt, token: ofSdk ? attempt.token : 'stranger' }
      const answer = async (values: Values) => shown(await sender.send(encode(input, { ...values, stranger })), values)
      const answers = () => Promise.all([answer(foreign), answer(unknown)])
      let [hidden, missing] = await answers()
      if (hidden !== missing && isAboutOwnList(attempt)) [hidden, missing] = await answers()
      if (hidden !== missing) {
        const shortened = [hidden, missing].map(text => text.slice(0, 300))
        differences.push(`${name}: ${shortened.join(', not ')}, to ${JSON.stringify(attempt)}`.slice(0, 1200))
      }
    }
  }
  await Promise.all(Object.entries(strangers).map(tryAll))
  return { tried: tries.length * Object.keys(strangers).length, differences }
}

/** Making and listing one's own organizations: the requests of one stranger, two at a time, see what each other have made. */
const isAboutOwnList = (attempt: Attempt): boolean =>
  attempt.door === 'http'
    ? /\/organizations(\?|$)/.test(attempt.target)
    : /OrganizationService\/(Create|List)Organizations?$/.test(attempt.method)

const encode = (input: Attempt, values: Values) =>
  input.door === 'rpc' ? encodeRpc(input, values) : encodeHttp(input, values)

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
const JWT = /ey[\w-]+\.[\w-]+\.[\w-]+/g
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|(?<="time":)[\d.]+/g
const SECRET = /pmt_\w+|"apiKey":"\w+"|"api_key":"\w+"/g

/** The answer without what is new in every answer: ids, tokens and times; what the request has named is told back as it was. */
function shown({ status, headers, text, failure }: Answer, values: Values): string {
  const ids = Object.values(values)
  const named = ids.reduce(
    (all, id) => all.replaceAll(id, '<named>').replaceAll(encodeURIComponent(id), '<named>'),
    text,
  )
  const body = named
    .replaceAll(JWT, '<token>')
    .replaceAll(UUID, '<id>')
    .replaceAll(TIME, '<time>')
    .replaceAll(SECRET, '<secret>')
  return failure ?? `${status} ${headers['x-error-detail']?.replaceAll(UUID, '<id>') ?? ''} ${body}`
}

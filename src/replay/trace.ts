import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ReplayError } from './replay-error.ts'

/** A request that a page of a recorded call sent. */
export interface RecordedRequest {
  page: string
  /** ms since the recording began. */
  atMs: number
  method: string
  /** With the `/v1` in front. */
  path: string
  headers: Record<string, string>
  /** Text exactly as sent; null where there was none. */
  body: string | null
  /** Of the recorded answer; null where the page was gone before it could read one. */
  status: number | null
  /** Text of the recorded answer; null where it was not kept. */
  answer: string | null
}

/** A recorded call, its requests in the order sent. */
export interface Trace {
  requests: RecordedRequest[]
}

const requestForm = z
  .object({
    page: z.string(),
    t_ms: z.number(),
    method: z.string(),
    path: z.string().startsWith('/v1/'),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().nullish(),
    status: z.number().nullish(),
    response_body: z.string().nullish(),
    response: z.string().nullish(),
  })
  .transform(
    ({ page, t_ms, method, path, headers, body, status, response_body, response }): RecordedRequest => ({
      page,
      atMs: t_ms,
      method,
      path,
      headers,
      body: body ?? null,
      status: status ?? null,
      answer: response_body ?? response ?? null,
    }),
  )

const traceForm = z.object({ requests: z.array(requestForm).nonempty() })

/** @throws ReplayError for a file that is missing, not JSON or no recording */
export async function readTrace(file: string): Promise<Trace> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ReplayError(
      error.code === 'ENOENT' ? `There is no file ${file}` : `Cannot read ${file}: ${error.message}`,
    )
  })
  return parseTrace(text, file)
}

/**
 * @param name of the text, for messages
 * @throws ReplayError for a text that is not JSON or no recording
 */
export function parseTrace(text: string, name: string): Trace {
  const parsed = traceForm.safeParse(parseJson(text, name))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ReplayError(`${name} is no recorded call: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`)
  }
  return { requests: parsed.data.requests.toSorted((a, b) => a.atMs - b.atMs) }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ReplayError(`${name} is not JSON: ${(error as Error).message}`)
  }
}

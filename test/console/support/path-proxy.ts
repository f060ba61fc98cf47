import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PathProxy extends AsyncDisposable {
  url: string
  /** Cuts all connections and takes no more, as when the server is gone, until it is back. */
  goAway(): void
  comeBack(): void
  /** Ends the answers that are under way, as proxies do that wait no longer. */
  endAnswers(): void
}

/** A reverse proxy that publishes a server below a path, which it removes from requests. */
export async function startPathProxy(target: string, path: string): Promise<PathProxy> {
  let isAway = false
  const answers = new Set<http.ServerResponse>()
  const listener = http.createServer((request, response) => {
    const { url = '', method, headers } = request
    if (!url.startsWith(path)) return void response.writeHead(404).end()
    const passed = http.request(target + url.slice(path.length - 1), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    answers.add(response)
    response.on('close', () => {
      answers.delete(response)
      passed.destroy()
    })
    request.pipe(passed)
  })
  listener.on('connection', socket => isAway && socket.destroy())
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    goAway: () => {
      isAway = true
      listener.closeAllConnections()
    },
    comeBack: () => {
      isAway = false
    },
    endAnswers: () => {
      for (const answer of answers) answer.end()
    },
    [Symbol.asyncDispose]: async () => {
      listener.closeAllConnections()
      listener.close()
    },
  }
}

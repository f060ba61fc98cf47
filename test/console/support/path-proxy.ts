import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A reverse proxy that publishes a server below a path, which it removes from requests. */
export async function startPathProxy(target: string, path: string): Promise<{ url: string } & AsyncDisposable> {
  const listener = http.createServer((request, response) => {
    const { url = '', method, headers } = request
    if (!url.startsWith(path)) return void response.writeHead(404).end()
    const passed = http.request(target + url.slice(path.length - 1), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      listener.closeAllConnections()
      listener.close()
    },
  }
}

import http from 'node:http'
import process from 'node:process'

/*
 * Node's limit: takes a request, parses its JSON and answers. For the requests of a page that joins it has answers that
 * the load generator can go on with.
 */

const token = `x.${Buffer.from('{"c":"none"}').toString('base64url')}.x`
const joined = JSON.stringify({ token, connection_id: 'none', peer_id: 'none' })

http
  .createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const body = text === '' ? {} : JSON.parse(text)
      const answer = body.data === undefined ? joined : '""'
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
      response.end(answer)
    })
  })
  .listen(Number(process.env['PORT']), '127.0.0.1')

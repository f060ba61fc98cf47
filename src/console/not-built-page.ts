import { etagOf, type StaticFile } from './static-file.ts'

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The console is not built · PeerMetrics</title>
</head>
<body>
<h1>The console is not built</h1>
<p>The server runs; its API is available. To build the console, run this command in the server&rsquo;s folder, then restart the server:</p>
<pre>npm run build:console</pre>
<p><code>npm ci</code> builds it as well, unless it runs with <code>--ignore-scripts</code> or <code>--omit=dev</code>.</p>
</body>
</html>
`

/** Stands in for the console where it was not built. */
export function notBuiltPage(): StaticFile {
  const plain = Buffer.from(html)
  return {
    status: 503,
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'no-store',
    etag: etagOf(plain),
    plain,
    packed: new Map(),
  }
}

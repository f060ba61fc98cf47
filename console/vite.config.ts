import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Port of the server that `npm run dev:console` passes calls on to. */
const serverPort = process.env['PORT'] ?? '8081'

/** The server that the console is built for writes where it is published; Vite's does not. */
const publishedAtRoot: Plugin = {
  name: 'published-at-root',
  apply: 'serve',
  transformIndexHtml: () => [{ tag: 'base', attrs: { href: '/' }, injectTo: 'head-prepend' }],
}

// biome-ignore lint/style/noDefaultExport: Vite asks for it
export default defineConfig({
  root: import.meta.dirname,
  // Relative: the path below which the server is published is known when it starts, not when this is built.
  base: './',
  plugins: [react(), publishedAtRoot],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // Inlined assets would be data: URLs, which the content security policy forbids for all but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    // What counts is the packed size of a page, which a test holds to its budget.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    // The server compares the page's origin with the host that was asked.
    proxy: { '^/(peermetrics\\.|v1/)': { target: `http://127.0.0.1:${serverPort}`, changeOrigin: false } },
  },
})

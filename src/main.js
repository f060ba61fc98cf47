import module from 'node:module'
import { isNodeSupported, refuseNode } from '../bin/node-version.js'

if (isNodeSupported()) {
  // Compiled code, types already stripped, is kept between starts. This file needs nothing stripped: what does that takes
  // longer to load than all of the cache.
  module.enableCompileCache()
  await import('./run.ts')
} else refuseNode('PeerMetrics')

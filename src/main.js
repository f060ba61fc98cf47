import { enableCompileCache } from 'node:module'

// Compiled code, types already stripped, is kept between starts. This file needs nothing stripped: what does that takes
// longer to load than all of the cache.
enableCompileCache()
await import('./run.ts')

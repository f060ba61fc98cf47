import module from 'node:module'

// As the server does; Node 20, which can run the installed package, has no such thing.
module.enableCompileCache?.()
await import('./run.ts')

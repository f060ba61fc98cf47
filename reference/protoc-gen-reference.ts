import { createEcmaScriptPlugin, runNodeJs } from '@bufbuild/protoplugin'
import { rpcPages } from './rpc-pages.ts'

/* Plugin of `buf generate`: writes docs/rpc.md from the contract and its comments. */

runNodeJs(
  createEcmaScriptPlugin({
    name: 'protoc-gen-reference',
    version: 'v1',
    generateTs: schema => {
      schema.generateFile('rpc.md').print(rpcPages(schema.files))
    },
  }),
)

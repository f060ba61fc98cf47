import type { Reason } from '@peermetrics/client'
import { expectTypeOf, it } from 'vitest'
import type { ErrorCode } from '../../src/domain/values/errors.ts'

it('the client names every reason for which the server refuses, and no other', () => {
  // Held by the compiler.
  expectTypeOf<Reason>().toEqualTypeOf<ErrorCode>()
})

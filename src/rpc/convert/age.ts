import type { Duration } from '@bufbuild/protobuf/wkt'
import { durationMs } from '@bufbuild/protobuf/wkt'

/** ms; an absent age is now. */
export const ageMs = (age: Duration | undefined): number => (age ? durationMs(age) : 0)

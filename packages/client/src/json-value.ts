import { fromJson, type JsonValue } from '@bufbuild/protobuf'
import { type Value, ValueSchema } from '@bufbuild/protobuf/wkt'

/** Any JSON as a field of the type `google.protobuf.Value`, such as `data` of an event. */
export const jsonValue = (json: JsonValue): Value => fromJson(ValueSchema, json)

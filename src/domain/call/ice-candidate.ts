import { isJsonObject, type JsonValue } from '../values/json.ts'

/** Fields of RTCIceCandidate. https://www.w3.org/TR/webrtc/#rtcicecandidate-interface */
const fields = [
  'candidate',
  'sdpMid',
  'sdpMLineIndex',
  'foundation',
  'component',
  'priority',
  'address',
  'protocol',
  'port',
  'type',
  'tcpType',
  'relatedAddress',
  'relatedPort',
  'usernameFragment',
  'relayProtocol',
  'url',
]

/** A candidate reduced to its standard fields that have a value; what is no object is kept as it came. */
export const standardCandidate = (data: JsonValue): JsonValue =>
  isJsonObject(data)
    ? Object.fromEntries(
        fields.flatMap(field => {
          const value = data[field]
          return value === undefined || value === null ? [] : [[field, value]]
        }),
      )
    : data

/** A part of a session description: what stands before the first m-line, or a media description. */
export interface SdpSection {
  /** Value of a=mid, else the position; "session" for the part before the first m-line. */
  id: string
  /** Medium of the m-line: "audio", "video", "application"; "session" for the part before the first. */
  medium: string
  lines: string[]
}

/** Session and media descriptions in their order (RFC 8866). */
export function readSections(sdp: string): SdpSection[] {
  const sections: SdpSection[] = []
  for (const line of sdp.split(/\r\n|\n|\r/).filter(Boolean)) {
    const medium = /^m=(\S+)/.exec(line)?.[1]
    if (medium !== undefined || sections.length === 0) {
      sections.push({ id: medium === undefined ? 'session' : '', medium: medium ?? 'session', lines: [] })
    }
    sections.at(-1)?.lines.push(line)
  }
  return sections.map((section, index) => ({
    ...section,
    id: section.medium === 'session' ? 'session' : (attributeOf(section, 'mid') ?? String(index)),
  }))
}

/** Value of the first attribute of a name. */
export const attributeOf = ({ lines }: SdpSection, name: string): string | undefined =>
  lines.find(line => line.startsWith(`a=${name}:`))?.slice(name.length + 3)

const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const

/** Undefined for sections that have none, such as those of data channels. */
export const directionOf = ({ lines }: SdpSection): string | undefined =>
  directions.find(direction => lines.includes(`a=${direction}`))

/** Port 0 in the m-line: the section is not used. */
export const isRejected = ({ lines }: SdpSection): boolean => /^m=\S+ 0 /.test(lines[0] ?? '')

/** Formats that carry or repair others. */
const auxiliary = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'telephone-event', 'cn'])

/** Names of the codecs in order of preference, each once. */
export function codecsOf({ lines }: SdpSection): string[] {
  const names = new Map(
    lines.flatMap(line => {
      const [, type, name] = /^a=rtpmap:(\d+) ([^/\s]+)/.exec(line) ?? []
      return type !== undefined && name !== undefined ? [[type, name] as const] : []
    }),
  )
  const preferred = (lines[0] ?? '').split(' ').slice(3)
  const codecs = preferred.flatMap(type => names.get(type) ?? [])
  return [...new Set(codecs)].filter(name => !auxiliary.has(name.toLowerCase()))
}

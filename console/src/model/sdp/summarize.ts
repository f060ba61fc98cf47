import { text } from '../../text/text.ts'
import type { ComparedSection } from './compare.ts'
import { attributeOf, codecsOf, directionOf, isRejected, type SdpSection } from './sections.ts'

/** Changes that matter to a call, one sentence a section: "video (mid 1): sendrecv → recvonly; VP9 removed". */
export const summarizeChanges = (sections: readonly ComparedSection[]): string[] =>
  sections.flatMap(section => {
    const about = section.now ?? section.before
    const changes = changesOf(section)
    return about && changes.length > 0 ? [`${sectionName(about)}: ${changes.join('; ')}`] : []
  })

/** "video (mid 1)" */
export const sectionName = ({ id, medium }: SdpSection): string =>
  medium === 'session' ? text.sdp.session : text.sdp.section(medium, id)

function changesOf({ now, before, state }: ComparedSection): string[] {
  if (state === 'added') return [text.sdp.added]
  if (state === 'removed') return [text.sdp.removed]
  if (!now || !before || now.medium === 'session') return []
  const changes: string[] = []
  const [wasRejected, isNowRejected] = [isRejected(before), isRejected(now)]
  if (isNowRejected && !wasRejected) changes.push(text.sdp.rejected)
  if (wasRejected && !isNowRejected) changes.push(text.sdp.accepted)
  const [was, is] = [directionOf(before), directionOf(now)]
  if (was && is && was !== is) changes.push(`${was} → ${is}`)
  const [old, current] = [codecsOf(before), codecsOf(now)]
  changes.push(...current.filter(name => !old.includes(name)).map(text.sdp.codecAdded))
  changes.push(...old.filter(name => !current.includes(name)).map(text.sdp.codecRemoved))
  if (old[0] && current[0] && old[0] !== current[0] && current.includes(old[0]) && old.includes(current[0])) {
    changes.push(text.sdp.preferred(current[0]))
  }
  if (isOther(before, now, 'ice-ufrag')) changes.push(text.sdp.iceRestart)
  if (isOther(before, now, 'msid')) changes.push(text.sdp.otherTrack)
  if (isOther(before, now, 'simulcast')) changes.push(text.sdp.simulcast)
  return changes
}

/** Whether an attribute that both have differs. */
function isOther(before: SdpSection, now: SdpSection, name: string): boolean {
  const [was, is] = [attributeOf(before, name), attributeOf(now, name)]
  return was !== undefined && is !== undefined && was !== is
}

/** What a section is for, in a line: "sendrecv · opus, G722". */
export const sectionFacts = (section: SdpSection): string =>
  [
    isRejected(section) ? text.sdp.rejected : directionOf(section),
    codecsOf(section).slice(0, 4).join(', '),
    section.medium === 'session' ? '' : attributeOf(section, 'setup'),
  ]
    .filter(Boolean)
    .join(' · ')

import { describe, expect, it } from 'vitest'
import { rightsIn } from '../../../console/src/model/access/roles.ts'

describe('rights in an organization', () => {
  it.each([
    ['owner', false, { isOwner: true, canEdit: true }],
    ['member', false, { isOwner: false, canEdit: true }],
    ['viewer', false, { isOwner: false, canEdit: false }],
    ['viewer', true, { isOwner: true, canEdit: true }],
  ] as const)('of a %s, superuser %s', (role, isSuperuser, rights) => {
    expect(rightsIn({ isSuperuser, memberships: [{ organizationId: 'one', role }] }, 'one')).toEqual(rights)
  })

  it('of a stranger are none', () => {
    const stranger = { isSuperuser: false, memberships: [{ organizationId: 'one', role: 'owner' as const }] }
    expect(rightsIn(stranger, 'other')).toEqual({ isOwner: false, canEdit: false })
  })
})

import { pages, rowPages } from '@peermetrics/client'
import { MemberRole, MemberSchema, OrganizationSchema } from '@peermetrics/client/admin/v1'
import { type CommonOptions, Context, type ListOptions } from '../context.ts'
import { Refusal } from '../failures.ts'
import { type Confirmation, confirm } from '../input/ask.ts'
import { messageListing } from '../output/listing.ts'
import { escapeControlCharacters } from '../output/terminal-text.ts'
import { enumText, timeText } from '../output/values.ts'
import { type OfOrganization, organizationIdOf } from '../remote/organizations.ts'

const organizationListing = messageListing(OrganizationSchema, {
  columns: [
    { title: 'NAME', text: ({ name }) => name, atLeast: 16 },
    { title: 'CREATED', text: ({ createTime }) => timeText(createTime) },
    { title: 'ID', text: ({ id }) => id },
  ],
  leaveOut: ['CREATED', 'ID'],
  id: ({ id }) => id,
})

const memberListing = messageListing(MemberSchema, {
  columns: [
    { title: 'E-MAIL', text: ({ email }) => email, atLeast: 16 },
    { title: 'NAME', text: ({ name }) => name },
    { title: 'ROLE', text: ({ role }) => enumText(MemberRole, role) },
    { title: 'SINCE', text: ({ createTime }) => timeText(createTime) },
    { title: 'USER ID', text: ({ userId }) => userId },
  ],
  leaveOut: ['SINCE', 'NAME', 'USER ID'],
  id: ({ userId }) => userId,
})

const roles = { owner: MemberRole.OWNER, member: MemberRole.MEMBER, viewer: MemberRole.VIEWER }

interface WithRole extends OfOrganization {
  role: keyof typeof roles
}

export async function listOrganizations({ pm, options: { limit }, print }: Context<ListOptions>): Promise<void> {
  const found = rowPages(pm.organizations.listOrganizations, {}, limit === undefined ? {} : { limit })
  await print.rows(organizationListing, found)
}

export async function createOrganization({ pm, print }: Context, name = ''): Promise<void> {
  const { organization } = await pm.organizations.createOrganization({ name })
  await print.all(organizationListing, organization ? [organization] : [])
}

/** The organization that is named as an operand. */
const named = ({ io, options }: Context, organization: string): Context<OfOrganization> =>
  new Context(io, { ...options, organization })

export async function renameOrganization(context: Context, given = '', name = ''): Promise<void> {
  const organizationId = await organizationIdOf(named(context, given))
  const { organization } = await context.pm.organizations.updateOrganization({ organizationId, name })
  await context.print.all(organizationListing, organization ? [organization] : [])
}

export async function deleteOrganization(context: Context<CommonOptions & Confirmation>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const organizationId = await organizationIdOf(named(context, given))
  await confirm(io, options, `Delete the organization ${escapeControlCharacters(given)} with all its apps?`)
  await pm.organizations.deleteOrganization({ organizationId })
  await print.result({ organizationId }, { text: 'Deleted.' })
}

export async function listMembers(context: Context<ListOptions & OfOrganization>): Promise<void> {
  const { limit } = context.options
  const organizationId = await organizationIdOf(context)
  const found = rowPages(context.pm.organizations.listMembers, { organizationId }, limit === undefined ? {} : { limit })
  await context.print.rows(memberListing, found)
}

export async function addMember(context: Context<WithRole>, email = ''): Promise<void> {
  const organizationId = await organizationIdOf(context)
  const role = roles[context.options.role]
  const { member } = await context.pm.organizations.addMember({ organizationId, email, role })
  await context.print.all(memberListing, member ? [member] : [])
}

export async function setRole(context: Context<WithRole>, email = ''): Promise<void> {
  const about = await memberOf(context, email)
  const role = roles[context.options.role]
  const { member } = await context.pm.organizations.updateMemberRole({ ...about, role })
  await context.print.all(memberListing, member ? [member] : [])
}

export async function removeMember(context: Context<OfOrganization & Confirmation>, email = ''): Promise<void> {
  const about = await memberOf(context, email)
  await confirm(context.io, context.options, `Remove ${escapeControlCharacters(email)} from the organization?`)
  await context.pm.organizations.removeMember(about)
  await context.print.result(about, { text: 'Removed.' })
}

async function memberOf(context: Context<OfOrganization>, email: string) {
  const organizationId = await organizationIdOf(context)
  for await (const member of pages(context.pm.organizations.listMembers, { organizationId })) {
    if (member.email.toLowerCase() === email.toLowerCase()) return { organizationId, userId: member.userId }
  }
  if (context.options.curl) return { organizationId, userId: '' }
  throw new Refusal('member_not_found', `${email} is no member of the organization`)
}

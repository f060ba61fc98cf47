import { defineEntity, p } from '@mikro-orm/core'
import { id, instant } from './columns.ts'

const OrganizationSchema = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: id(),
    name: p.string().length(64),
    /** False once deleted: the organization, its apps and all they own are hidden, and the keys of its apps stop working. */
    isActive: p.boolean().default(true),
    createdAt: instant(),
  },
})

/** Owner of apps; the boundary that no query crosses. */
export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization)

import type { DescMethod, DescService } from '@bufbuild/protobuf'
import type { ConnectRouter, ServiceImpl } from '@connectrpc/connect'
import type { Access } from '../services/access/access-rule.ts'

/** A rule for each method of a service: a method without one does not compile. */
type ServiceAccess<Service extends DescService> = Readonly<Record<keyof Service['method'], Access>>

/** A service of the port: who may call its methods, and what answers them. */
export interface ServedService {
  service: DescService
  access: Readonly<Record<string, Access>>
  register: (router: ConnectRouter) => void
}

/** @param options limits of its own, where they differ from those of the port */
export const served = <Service extends DescService>(
  service: Service,
  implementation: ServiceImpl<Service>,
  access: ServiceAccess<Service>,
  options?: { readMaxBytes: number },
): ServedService => ({ service, access, register: router => router.service(service, implementation, options) })

/** Finds who may call a method. @throws Error for a method of a service that is not served */
export function accessRules(services: readonly ServedService[]): (method: DescMethod) => Access {
  const rules = new Map(services.map(({ service, access }) => [service.typeName, access]))
  return ({ parent, localName }) => {
    const access = rules.get(parent.typeName)?.[localName]
    if (access === undefined) throw new Error(`${parent.typeName}/${localName} has no access rule`)
    return access
  }
}

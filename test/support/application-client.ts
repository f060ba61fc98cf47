import type { DescService } from '@bufbuild/protobuf'
import { type Client, createClient, createRouterTransport } from '@connectrpc/connect'
import { Readiness } from '../../src/net/readiness.ts'
import { errorInterceptor } from '../../src/rpc/errors.ts'
import { accessInterceptor } from '../../src/rpc/interceptors.ts'
import { accessRules } from '../../src/rpc/served-service.ts'
import { servedServices } from '../../src/rpc/services.ts'
import { ADMIN_API_TOKEN } from './accounts.ts'
import type { TestApplication } from './application.ts'
import { testLog } from './test-log.ts'

/** A client of an application without its port, for a superuser: it must have been started with {@link ADMIN_API_TOKEN}. */
export function applicationClient<Service extends DescService>(
  service: Service,
  { context }: Pick<TestApplication, 'context'>,
): Client<Service> {
  const services = servedServices(context, new Readiness(async () => true))
  const interceptors = [errorInterceptor(testLog), accessInterceptor(context, accessRules(services))]
  const transport = createRouterTransport(
    router => {
      for (const { register } of services) register(router)
    },
    {
      router: { interceptors },
      transport: {
        interceptors: [
          next => request => {
            request.header.set('authorization', `Bearer ${ADMIN_API_TOKEN}`)
            return next(request)
          },
        ],
      },
    },
  )
  return createClient(service, transport)
}

type Given = Readonly<Record<string, string | undefined>>

interface Rule {
  /** Variables that do nothing. */
  names: readonly string[]
  when: (given: Given) => boolean
  why: string
}

const hasServer = (v: Given): boolean => Boolean(v['DATABASE_URL'] ?? v['DATABASE_HOST'])

const serverParts = ['DATABASE_PORT', 'DATABASE_USER', 'DATABASE_PASSWORD', 'DATABASE_NAME'] as const

const isOn = (text: string | undefined): boolean => /^(true|1|on)$/i.test(text ?? '')

/** Settings that have no effect beside others: whoever gave them expects one. */
const rules: readonly Rule[] = [
  { names: serverParts, when: v => Boolean(v['DATABASE_URL']), why: 'DATABASE_URL says all of it' },
  {
    names: [...serverParts, 'DATABASE_POOL_SIZE', 'DATABASE_WAIT_SECONDS', 'DATABASE_READ_URL'],
    when: v => !hasServer(v),
    why: 'there is no DATABASE_HOST or DATABASE_URL',
  },
  {
    names: ['DATABASE_READ_MAX_LAG_SECONDS'],
    when: v => !v['DATABASE_READ_URL'],
    why: 'there is no DATABASE_READ_URL',
  },
  {
    names: ['OTEL_TRACES_SAMPLER_ARG'],
    when: v => !v['OTEL_EXPORTER_OTLP_ENDPOINT'],
    why: 'there is no OTEL_EXPORTER_OTLP_ENDPOINT',
  },
  {
    names: ['WORKERS'],
    when: v => !hasServer(v) && v['WORKERS'] !== '1',
    why: 'the embedded database is used by one process',
  },
  {
    names: ['DEFAULT_ADMIN_USERNAME', 'DEFAULT_ADMIN_EMAIL'],
    when: v => hasServer(v) && !v['DEFAULT_ADMIN_PASSWORD'],
    why: 'with PostgreSQL a user is made only if DEFAULT_ADMIN_PASSWORD is set',
  },
  {
    names: ['IPSTACK_URL', 'IPSTACK_ACCESS_KEY'],
    when: v => !isOn(v['USE_EXTERNAL_GEOIP_PROVIDER']),
    why: 'USE_EXTERNAL_GEOIP_PROVIDER is off',
  },
  {
    names: ['LOCATION_HEADERS'],
    when: v => !v['TRUSTED_PROXIES'] && v['LOCATION_HEADERS'] !== 'none',
    why: 'TRUSTED_PROXIES names nobody whose headers are believed',
  },
  { names: ['ALLOWED_HOSTS'], when: v => v['PRIVATE_API_AUTH'] !== 'off', why: 'PRIVATE_API_AUTH is on' },
]

/** Settings that contradict each other, though they can be carried out. @param given what is set, empty values left out */
export function contradictions(given: Given): string[] {
  const idle = rules.flatMap(({ names, when, why }) => {
    const idle = names.filter(name => given[name])
    return idle.length > 0 && when(given) ? [`${idle.join(', ')}: no effect, as ${why}`] : []
  })
  if (given['TRUSTED_PROXIES']?.split(',').some(network => /\/0+$/.test(network.trim()))) {
    idle.push('TRUSTED_PROXIES: everybody is believed to be the client that they say they are')
  }
  if ((given['CLIENT_ADDRESSES'] ?? 'full') !== 'full' && isOn(given['USE_EXTERNAL_GEOIP_PROVIDER'])) {
    idle.push('CLIENT_ADDRESSES, USE_EXTERNAL_GEOIP_PROVIDER: ipstack is told the full addresses of clients')
  }
  return idle
}

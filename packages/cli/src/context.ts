import type { PeerMetrics } from '@peermetrics/client'
import type { Io } from './io.ts'
import { type Format, Printer } from './output/printer.ts'
import { chooseServer, type Server, type ServerOptions } from './remote/choose-server.ts'
import { connect } from './remote/connect.ts'

/** What every command that asks a server can be told. */
export interface CommonOptions extends ServerOptions {
  json?: boolean
  csv?: boolean
  quiet?: boolean
  curl?: boolean
}

export interface ListOptions extends CommonOptions {
  limit?: number
}

/** One command that is carried out. */
export class Context<Options extends CommonOptions = CommonOptions> {
  readonly io: Io
  readonly options: Options
  readonly print: Printer
  #pm: PeerMetrics | undefined

  constructor(io: Io, options: Options) {
    this.io = io
    this.options = options
    this.print = new Printer(io, formatOf(options))
  }

  get server(): Server {
    return chooseServer(this.options, this.io.env)
  }

  /** Clients of the server that the options name. */
  get pm(): PeerMetrics {
    this.#pm ??= this.connect(this.server)
    return this.#pm
  }

  connect(server: Server): PeerMetrics {
    return connect(server, this.io, this.options.curl ?? false)
  }
}

function formatOf({ curl, json, csv, quiet }: CommonOptions): Format {
  if (curl) return 'curl'
  if (json) return 'json'
  if (csv) return 'csv'
  return quiet ? 'quiet' : 'table'
}

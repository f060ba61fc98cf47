import type { Command } from 'commander'
import { instant } from '../input/times.ts'

/** Filters that lists of calls have in common. */
export const withFilters = (command: Command): Command =>
  withTimes(command.option('--app <app>', 'only those of this app, by id or name')).option(
    '--participant <participant>',
    'only those of this participant, by id or external id',
  )

/** A range of time, and an order. */
export const withTimes = (command: Command): Command =>
  command
    .option('--since <time>', 'only those from this time on: ISO 8601, 2h, 7d, yesterday', time)
    .option('--until <time>', 'only those before this time', time)
    .option('--oldest-first', 'oldest first; else the newest')

const time = (text: string) => instant(text)

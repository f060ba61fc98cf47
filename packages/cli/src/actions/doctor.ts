import type { Context } from '../context.ts'
import { checks, type DoctorOptions, type Finding } from '../doctor/checks.ts'
import { ExitCode } from '../failures.ts'
import { colourOf } from '../output/colours.ts'
import { jsonText } from '../output/printer.ts'
import { escapeControlCharacters } from '../output/terminal-text.ts'

/** Says of each check how it went, as soon as it is known. */
export async function examine(context: Context<DoctorOptions>): Promise<void> {
  const { print, io, options } = context
  if (options.curl) {
    await context.pm.maintenance.getServerInfo({})
    return
  }
  const colour = colourOf(io.stdout, io.env)
  let failed = false
  for await (const finding of checks(context)) {
    failed ||= !finding.ok
    if (print.format === 'json') await print.lines([jsonText({ ...finding })])
    else if (!options.quiet || !finding.ok) {
      const [mark, tone] = finding.ok ? (['✓', 'good'] as const) : (['✗', 'bad'] as const)
      await print.lines([`${colour(tone, mark)} ${escapeControlCharacters(textOf(finding))}`])
    }
  }
  if (failed) throw new ExitCode(1)
}

const textOf = ({ check, detail, advice }: Finding): string => `${check}: ${detail}${advice ? `. ${advice}` : ''}`

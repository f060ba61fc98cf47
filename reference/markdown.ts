/** A table of Markdown; cells are taken as they are but for bars and line breaks. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ')
    .trim()

/** Anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')

/** JSON in which whatever fits stands on one line. */
export function foldedJson(value: unknown, indent = ''): string {
  const line = JSON.stringify(value)
  if (line.length + indent.length <= MAX_WIDTH || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  const [open, close, parts] = Array.isArray(value)
    ? ['[', ']', value.map(entry => foldedJson(entry, inner))]
    : ['{', '}', Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${foldedJson(member, inner)}`)]
  return `${open}\n${parts.map(part => inner + part).join(',\n')}\n${indent}${close}`
}

const MAX_WIDTH = 110

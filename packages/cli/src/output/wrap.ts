/** Breaks lines at words, so that none is longer than the width; lines that begin with blanks stay as they are. */
export const wrapped = (text: string, width: number): string =>
  text
    .split('\n')
    .map(line => (line.startsWith(' ') ? line : wrappedLine(line, width)))
    .join('\n')

function wrappedLine(line: string, width: number): string {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

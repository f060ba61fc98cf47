import process from 'node:process'

/** Tells on standard error what is being measured, on one line that is written anew on a terminal. */
export function showProgress(label: string): { tell(text: string): void; end(text: string): void } {
  const { stderr } = process
  const write = (text: string, end: string) => stderr.write(`${stderr.isTTY ? '\r\x1b[K' : ''}${label}: ${text}${end}`)
  return {
    tell: text => {
      if (stderr.isTTY) write(text, '')
    },
    end: text => {
      write(text, '\n')
    },
  }
}

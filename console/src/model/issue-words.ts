/** The code of an issue in words, where its title is not known: "High packet loss". */
export function issueWords(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

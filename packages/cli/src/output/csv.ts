import { stringify } from 'csv-stringify/sync'
import { escapeControlCharacters } from './terminal-text.ts'

/** One line. Spreadsheets take no cell of it for a formula, terminals none for a command. */
export const csvLine = (cells: readonly string[]): string =>
  stringify([cells.map(escapeControlCharacters)], { escape_formulas: true, record_delimiter: '' })

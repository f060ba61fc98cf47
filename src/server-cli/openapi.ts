import process from 'node:process'
import { openApiDocument } from '../http/openapi/document.ts'

/** Prints the description of the HTTP routes. */
export function printOpenApi(): void {
  process.stdout.write(`${JSON.stringify(openApiDocument(), null, 2)}\n`)
}

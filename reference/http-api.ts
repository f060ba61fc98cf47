import { writeFileSync } from 'node:fs'
import { openApiDocument } from '../src/http/openapi/document.ts'
import { httpApiPages } from './http-api-pages.ts'

/* Writes docs/http-api.md from the description that the server gives of its HTTP routes. */

writeFileSync(new URL('../docs/http-api.md', import.meta.url), httpApiPages(openApiDocument()))

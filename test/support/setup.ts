import { afterEach, expect } from 'vitest'
import { takeEventJoins } from './event-joins.ts'

/* Runs before each test file: what holds for every statement that any test of this process leads to. */

afterEach(() => {
  expect(takeEventJoins(), 'statements that join event with another table').toEqual([])
})

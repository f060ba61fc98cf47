import type { CallView } from '../../model/call-view.ts'

/** Changes what the page shows. Typing and dragging replace the address; a click is a step back for the browser. */
export type ChangeView = (change: { [Name in keyof CallView]?: CallView[Name] | undefined }, how?: 'replace') => void

import tab from '@bomb.sh/tab'
import type { Context } from '../context.ts'

/** What the script takes from the package bash-completion, for machines without that. */
const WORDS_IN_BASH = `type _get_comp_words_by_ref >/dev/null 2>&1 || _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=\${words[cword]}
    prev=\${words[cword - 1]}
}
`

/** Prints the script, which calls `peermetrics complete`. */
export async function printScript({ io }: Context, shell = ''): Promise<void> {
  if (shell === 'bash') io.stdout.write(WORDS_IN_BASH)
  tab.setup('peermetrics', 'peermetrics', shell)
}

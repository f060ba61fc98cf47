import { Argument } from 'commander'
import { carriedOut, type Place, plainCommand } from './command.ts'

export function addCompletion(root: Place): void {
  const completion = plainCommand(root, 'completion', {
    does: 'Prints a script that lets a shell complete commands, options, and names of apps and profiles.',
    examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/peermetrics.fish'],
  }).addArgument(new Argument('<shell>', 'shell that you use').choices(['bash', 'zsh', 'fish']))
  carriedOut(completion, root.io, async () => (await import('../completion/script.ts')).printScript)
}

import { carriedOut, type Place, serverCommand } from './command.ts'

export function addDoctor(root: Place): void {
  const doctor = serverCommand(root, 'doctor', {
    does: 'Finds out what keeps a server from being reached, or calls from being reported, and what to do about it. Exit code 1 when a check fails.',
    examples: ['doctor --url calls.example.org', 'doctor --key KEY --origin https://app.example.org'],
  })
    .option('--key <key>', 'API key that must be known; no call is made with it')
    .option('--origin <origin>', 'web origin whose pages must be able to report')
  carriedOut(doctor, root.io, async () => (await import('../actions/doctor.ts')).examine)
}

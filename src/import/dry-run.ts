export async function dryRun(_config: unknown, _options: unknown, _say: (line: string) => void): Promise<void> {}

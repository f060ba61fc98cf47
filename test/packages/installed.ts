import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

interface Manifest {
  name: string
  version: string
  dependencies?: Record<string, string>
}

/** Packs a package as it is published. @param folder of its sources @returns the path of the tarball */
export async function pack(folder: string, destination: string): Promise<string> {
  await run('npm', ['run', '--silent', 'build'], { cwd: folder })
  // Without what runs before: that builds the console, too, which other tests read meanwhile.
  const words = ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination]
  const { stdout } = await run('npm', words, { cwd: folder })
  return join(destination, stdout.trim().split('\n').at(-1) ?? '')
}

/** Paths of the packed packages. */
export interface Tarballs {
  client: string
  cli: string
  server: string
}

/** A project of somebody else, with packages in its `node_modules`. */
export interface Project extends Disposable {
  folder: string
  /** Names of all packages there. */
  packages: string[]
}

/** Unpacks tarballs into a new project; what they depend on is that of this repository. */
export function project(tarballs: readonly string[]): Project {
  const folder = mkdtempSync(join(tmpdir(), 'peermetrics-project-'))
  const modules = join(folder, 'node_modules')
  const manifests = tarballs.map(path => unpack(path, modules))
  const linked = new Set(manifests.map(({ name }) => name))
  const link = ({ dependencies = {} }: Manifest) => {
    for (const name of Object.keys(dependencies)) {
      if (linked.has(name)) continue
      linked.add(name)
      const source = resolve('node_modules', name)
      mkdirSync(dirname(join(modules, name)), { recursive: true })
      symlinkSync(source, join(modules, name))
      link(manifestOf(source))
    }
  }
  for (const manifest of manifests) link(manifest)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  return {
    folder,
    packages: [...linked].toSorted(),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function unpack(tarball: string, modules: string): Manifest {
  const unpacked = mkdtempSync(join(dirname(tarball), 'unpacked-'))
  execFileSync('tar', ['-xzf', tarball, '-C', unpacked])
  const manifest = manifestOf(join(unpacked, 'package'))
  mkdirSync(dirname(join(modules, manifest.name)), { recursive: true })
  renameSync(join(unpacked, 'package'), join(modules, manifest.name))
  return manifest
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

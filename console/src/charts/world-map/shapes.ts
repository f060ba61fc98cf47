import { geoNaturalEarth1, geoPath } from 'd3-geo'
import { iso31661 } from 'iso-3166'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import world from 'world-atlas/countries-110m.json'

export const WIDTH = 640
export const HEIGHT = 320

/** Id of Antarctica in the atlas: nobody calls from there, and it takes a fifth of the map. */
const ANTARCTICA = '010'

const topology = world as unknown as Topology<{ countries: GeometryCollection }>
const { features } = feature(topology, topology.objects.countries)
const shown = features.filter(({ id }) => id !== ANTARCTICA)

export const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: 'FeatureCollection', features: shown })

const toPath = geoPath(projection).digits(1)
/** The atlas names countries by their numbers. */
const codes = new Map(iso31661.map(({ numeric, alpha2 }) => [numeric, alpha2]))

/** Outlines of countries; disputed ones have no code. */
export const countryShapes = shown.map(country => ({
  code: codes.get(String(country.id).padStart(3, '0')),
  path: toPath(country) ?? '',
}))

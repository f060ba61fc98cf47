import { describe, expect, it } from 'vitest'
import { codes, SimulatedCall } from './simulated-call.ts'

const sfus = { intervalMs: 5000, sfus: new Set(['bob']) }

describe('an SFU', () => {
  const bad = {
    bob: {
      inboundAudio: { packetsReceived: 225, packetsLost: 25, concealedSamples: 24_000 },
      inboundVideo: { framesDecoded: 15, freezeCount: 1, totalFreezesDuration: 3 },
      audioSource: { totalAudioEnergy: 0, audioLevel: 0 },
    },
  }

  it('hears, sees and says nothing: only what its network does is found', () => {
    const call = new SimulatedCall({ connected: false }).pass(14, bad)
    expect(codes(call, sfus)).toEqual(['high_packet_loss'])
    const ofPerson = [
      'audio_concealment',
      'high_packet_loss',
      'silent_microphone',
      'very_low_audio_score',
      'video_freeze',
    ]
    expect(codes(call)).toEqual(expect.arrayContaining(ofPerson))
  })

  it('loses no device', () => {
    const call = new SimulatedCall().pass(2).tell('bob', 'track', 'ended', {}, 'camera').pass(4)
    expect(codes(call)).toEqual(['device_lost'])
    expect(codes(call, sfus)).toEqual([])
  })

  it('does not keep people from being heard', () => {
    const lossy = { alice: { inboundAudio: { packetsReceived: 225, packetsLost: 25, concealedSamples: null } } }
    expect(codes(new SimulatedCall().pass(2).pass(5, lossy), sfus)).toEqual(
      expect.arrayContaining(['high_packet_loss', 'very_low_audio_score']),
    )
  })
})

/**
 * Number of the format of a stored summary; one of another number is built anew. 1 is the format of the existing server,
 * whose snapshots held the track reports of the report after; 2 has each report's own, 3 the audio and video
 * scores of intervals beside `emos`, 4 those that the findings rest on, too, and 5 the series of connections.
 */
export const SUMMARY_VERSION = 5

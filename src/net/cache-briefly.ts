/**
 * The function, asked once for all who ask within `ms` of its answer: who asks more often learns nothing new, and costs
 * nothing.
 */
export function cacheBriefly<Value>(ask: () => Promise<Value>, ms: number): () => Promise<Value> {
  let answer: Promise<Value> | undefined
  return () => {
    answer ??= ask().finally(() =>
      setTimeout(() => {
        answer = undefined
      }, ms).unref(),
    )
    return answer
  }
}

/** The body `{"data": […]}` of a list that may be long: it is printed while it is read. */
export class WholeList {
  readonly batches: AsyncIterable<readonly unknown[]>

  constructor(batches: AsyncIterable<readonly unknown[]>) {
    this.batches = batches
  }
}

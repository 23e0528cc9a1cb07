/** A promise that is settled from elsewhere (Node has its own from version 22). */
export class Deferred<T> {
  resolve: (value: T) => void = () => {};
  reject: (reason: Error) => void = () => {};
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

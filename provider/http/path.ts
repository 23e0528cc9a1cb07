declare const encoded: unique symbol;

/** A path below `/api/v4` whose variable segments are URL-encoded. Only the `path` template makes one. */
export type Path = string & { readonly [encoded]: true };

/** Encodes every interpolated segment, so that `acme/billing` becomes `acme%2Fbilling` and nothing can climb out of its place. */
export function path(literals: TemplateStringsArray, ...segments: readonly (string | number)[]): Path {
  const encodedSegments = segments.map((segment) => {
    if (/^\.{0,2}$/.test(String(segment))) throw new Error(`"${segment}" can't be part of a path`); // A URL takes them for steps.
    return encodeURIComponent(segment);
  });
  // The only cast to Path: this function is what the brand vouches for.
  return String.raw({ raw: literals }, ...encodedSegments) as Path;
}

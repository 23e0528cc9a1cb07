declare const encoded: unique symbol;

/** A path below `/api/v4` whose variable segments are URL-encoded. Only the `path` template makes one. */
export type Path = string & { readonly [encoded]: true };

/** Encodes every interpolated segment, so that `acme/billing` becomes `acme%2Fbilling` and no segment can lead to another path. */
export function path(literals: TemplateStringsArray, ...segments: readonly (string | number)[]): Path {
  const encodedSegments = segments.map((segment) => {
    if (/^\.{0,2}$/.test(String(segment))) throw new Error(`"${segment}" can't be part of a path`); // A URL resolves these as steps in the path.
    return encodeURIComponent(segment);
  });
  // This is the only cast to Path: the brand means that this function made the text.
  return String.raw({ raw: literals }, ...encodedSegments) as Path;
}

/** Every way to rotate, as the arguments that choose it. */
export const waysToRotate = (overlapDays: number) => [
  { name: "rotated by the provider", more: {}, lives: 1 },
  { name: "rotated by itself", more: { rotateWith: "self", scopes: ["read_api", "self_rotate"] }, lives: 1 },
  { name: "overlapping", more: { strategy: "overlap", overlapDays }, lives: 2 },
];

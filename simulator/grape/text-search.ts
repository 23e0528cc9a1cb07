/** GitLab's searches compare without case. */
export function includesText(field: string, search: string): boolean {
  return field.toLowerCase().includes(search.toLowerCase());
}

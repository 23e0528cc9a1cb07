/** https://docs.gitlab.com/security/tokens/#token-prefixes. A project called acme/glue-service is none. */
const LIKE_A_CREDENTIAL = /\b(gl(pat|oas|dt|rtr?|cbt|ptt|ft|imt|agent|soat|ffct|wt)-|GR1348941)[\w.-]{15,}/i;

/** Is there anything in the text that looks like a token of GitLab's? */
export function holdsCredential(text: string): boolean {
  return LIKE_A_CREDENTIAL.test(text);
}

import type { PolicyComplianceFramework } from "@pulumi/policy";

/** Risks of OWASP's list that this pack reduces. */
const risks = {
  "CICD-SEC-2": "Inadequate Identity and Access Management",
  "CICD-SEC-4": "Poisoned Pipeline Execution (PPE)",
  "CICD-SEC-5": "Insufficient PBAC (Pipeline-Based Access Controls)",
  "CICD-SEC-6": "Insufficient Credential Hygiene",
  "CICD-SEC-7": "Insecure System Configuration",
} as const;

/** The `framework` of a rule that reduces a risk of OWASP's list. */
export function owasp(risk: keyof typeof risks): PolicyComplianceFramework {
  return {
    name: "OWASP Top 10 CI/CD Security Risks",
    version: "2022",
    reference: `${risk}: ${risks[risk]}`,
    specification: "https://owasp.org/www-project-top-10-ci-cd-security-risks/",
  };
}

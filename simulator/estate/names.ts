/** Departments of a company, with their teams. */
export const DEPARTMENTS: Readonly<Record<string, readonly string[]>> = {
  platform: ["ci", "kubernetes", "observability", "developer-experience", "networking", "identity"],
  payments: ["checkout", "ledger", "fraud", "invoicing", "payouts"],
  shop: ["catalog", "search", "basket", "pricing", "reviews", "content"],
  mobile: ["ios", "android", "backend-for-frontend", "releases"],
  data: ["warehouse", "pipelines", "reporting", "machine-learning", "governance"],
  logistics: ["warehouse-management", "routing", "carriers", "returns"],
  security: ["vault", "scanning", "incident-response"],
  finance: ["accounting", "controlling", "tax"],
  people: ["recruiting", "payroll", "directory"],
  marketing: ["campaigns", "newsletter", "website", "analytics"],
  partners: ["gateway", "onboarding", "contracts"],
  operations: ["backup", "databases", "mail", "monitoring"],
};

/** Departments in which nothing is public. */
export const PRIVATE_DEPARTMENTS: readonly string[] = ["security", "finance", "people"];

export const SUBJECTS = [
  "account", "address", "audit", "billing", "booking", "cache", "calendar", "config", "consent", "contract", "coupon", "currency",
  "customer", "delivery", "device", "discount", "document", "email", "event", "export", "feature", "feed", "file", "gift-card",
  "identity", "image", "import", "inventory", "invoice", "item", "label", "license", "limit", "loyalty", "message", "metrics",
  "notification", "offer", "order", "package", "parcel", "payment", "permission", "price", "product", "profile", "quote", "rating",
  "receipt", "refund", "report", "reservation", "risk", "schedule", "search", "session", "settlement", "shipment", "sms", "stock",
  "subscription", "supplier", "tax", "template", "tenant", "ticket", "tracking", "translation", "user", "voucher", "webhook",
] as const; // biome-ignore format: a list of words

export const FORMS = [
  "api", "service", "worker", "ui", "library", "client", "sync", "jobs", "gateway", "schema", "tests", "deploy", "infra", "docs", "proxy",
  "etl", "cli", "admin",
] as const; // biome-ignore format: a list of words

/** Projects from which many others take something, or which act on many others. */
export const SHARED = [
  "docker-images", "ci-templates", "helm-charts", "terraform-modules", "npm-packages", "maven-packages", "python-packages",
  "release-tool", "deploy", "renovate", "security-scanner", "docs-site", "design-system", "protobuf", "feature-flags",
] as const; // biome-ignore format: a list of words

export const PEOPLE = [
  "alice.martin", "bruno.keller", "chen.wei", "dana.novak", "emre.yilmaz", "fatima.haddad", "grace.okafor", "hiro.tanaka",
  "ines.costa", "jan.kowalski", "kavya.rao", "liam.murphy", "maria.lopez", "nils.berg", "olga.petrova", "paul.dubois",
] as const; // biome-ignore format: a list of words

export const TOKEN_NAMES = [
  "deploy", "renovate", "release", "backup", "mirror", "pull-images", "publish-packages", "terraform", "chat-bot", "test-results",
] as const; // biome-ignore format: a list of words

export const RUNNER_TAGS = [
  "docker",
  "linux",
  "kubernetes",
  "deploy",
  "macos",
  "gpu",
  "arm64",
  "large",
  "windows",
] as const;

// @ts-check
// Unpacks the browser that comes with npm below TMPDIR, once, with the system libraries and fonts that it wants, and prints its path.
async function unpack() {
  // It unpacks the libraries only where it takes the machine for Lambda, which it decides while it is loaded.
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  chromium.setGraphicsMode = false;
  process.stdout.write(await chromium.executablePath());
}

void unpack();

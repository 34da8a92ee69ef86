import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const output = fileURLToPath(new URL("target/classes/parley-web", import.meta.url));

const mediaTypes: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
  txt: "text/plain; charset=utf-8",
};

/** What is compressed already, as fonts are, is stored as it is. */
const WORTHWHILE = 0.95;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Compresses each file once, here, rather than each time it is asked for, and lists them for the gateway: path, media
 * type, tag, whether the name changes with the content, and the forms it is stored in.
 */
function packForGateway(): Plugin {
  return {
    name: "pack-for-gateway",
    apply: "build",
    closeBundle() {
      const lines = filesIn(output).map((file) => {
        const bytes = readFileSync(file);
        const path = `/${relative(output, file).split(sep).join("/")}`;
        const type = mediaTypes[path.slice(path.lastIndexOf(".") + 1)];
        if (type === undefined) {
          throw new Error(`no media type for ${path}`);
        }
        const forms = ["identity"];
        const packed = {
          br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
          gzip: gzipSync(bytes, { level: 9 }),
        };
        for (const [form, smaller] of Object.entries(packed)) {
          if (smaller.length < bytes.length * WORTHWHILE) {
            writeFileSync(`${file}.${form}`, smaller);
            forms.push(form);
          }
        }
        const tag = createHash("sha256").update(bytes).digest("base64url").slice(0, 16);
        const lasting = path.startsWith("/assets/") ? "immutable" : "revalidate";
        return [path, type, tag, lasting, forms.join(",")].join("\t");
      });
      writeFileSync(join(output, "files.tsv"), `${lines.sort().join("\n")}\n`);
    },
  };
}

/** What is not ours goes with its licence. */
function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      const source = readFileSync(new URL(import.meta.resolve("@fontsource/literata/LICENSE")), "utf8");
      this.emitFile({ type: "asset", fileName: "licences/literata.txt", source });
    },
  };
}

const gateway = process.env.PARLEY_GATEWAY ?? "http://localhost:8080";

export default defineConfig({
  plugins: [svelte(), licences(), packForGateway()],
  logLevel: "warn",
  resolve: {
    alias: { "@parley/client": fileURLToPath(new URL("../typescript/src/index.ts", import.meta.url)) },
  },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // What is inlined as data: would need to be allowed.
    assetsInlineLimit: 0,
    rolldownOptions: { checks: { pluginTimings: false, bundlerTimings: false } },
  },
  server: {
    proxy: {
      "/config.json": gateway,
      "/ws": { target: gateway, ws: true },
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    reporters: ["default", "junit"],
    outputFile: { junit: "target/surefire-reports/TEST-web.xml" },
  },
});

import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { KhojError } from "@khoj/contract";
import type { Config } from "../config.ts";
import type { Certificate, CertificateInUse } from "../platform/http/secure-server.ts";
import type { Logger } from "../platform/log.ts";

/** Milliseconds between looks at the files: they are renewed every few months, and links that are turned are noticed too. */
const interval = 2000;

export interface WatchedCertificate extends CertificateInUse {
  /** Reads it again when either file changes, until `close`. */
  watch(log: Logger): void;
  close(): void;
}

/** The certificate of `--sslcert` and `--sslkey`. Watched, it is read again when they change: no renewal needs a restart. */
export async function openCertificate(files: NonNullable<Config["certificate"]>): Promise<WatchedCertificate> {
  let current = await readCertificate(files);
  const users = new Set<(certificate: Certificate) => void>();
  const readAgain = async (log: Logger): Promise<void> => {
    try {
      current = await readCertificate(files);
      for (const use of users) use(current);
      log.info({}, "the certificate was renewed");
    } catch (error) {
      // Certificate and key are written one after the other; the second change brings what fits.
      log.warn({ error }, "the certificate that was changed is not used; the former one goes on");
    }
  };
  const paths = [files.cert, files.key];
  return {
    watch: (log) => {
      for (const path of paths) watchFile(path, { interval, persistent: false }, () => void readAgain(log));
    },
    current: () => current,
    onRenewed: (use) => void users.add(use),
    close: () => {
      for (const path of paths) unwatchFile(path);
    },
  };
}

async function readCertificate(files: NonNullable<Config["certificate"]>): Promise<Certificate> {
  const read = (flag: string, file: string) =>
    readFile(file).catch((cause: NodeJS.ErrnoException) => {
      throw refused(`${flag}: ${file} cannot be read (${cause.code}); give one that can`, cause);
    });
  const certificate = { cert: await read("--sslcert", files.cert), key: await read("--sslkey", files.key) };
  try {
    createSecureContext(certificate);
  } catch (cause) {
    const wrong = `${files.cert} and ${files.key} are no certificate and its key in PEM that fit together`;
    throw refused(`--sslcert: ${wrong}; give the full chain, and the key without a password`, cause);
  }
  return certificate;
}

const refused = (message: string, cause: unknown) => new KhojError("not_configured", message, { cause });

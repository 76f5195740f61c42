import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface LocalAuthority {
  /** What a client trusts. */
  readonly ca: Buffer;
  /** Files of a certificate for the names it was asked for. */
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a test's own, and a certificate it gave for these names, in `folder`. */
export function makeLocalAuthority(folder: string, names: readonly string[]): LocalAuthority {
  const file = (name: string) => path.join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "ignore" });
  const key = ["-nodes", "-newkey", "rsa:2048"];
  openssl(
    "req",
    "-x509",
    "-days",
    "2",
    "-subj",
    "/CN=Test authority",
    ...key,
    "-keyout",
    file("ca.key"),
    "-out",
    file("ca.pem"),
  );
  openssl("req", "-subj", `/CN=${names[0]}`, ...key, "-keyout", file("server.key"), "-out", file("server.csr"));
  writeFileSync(file("names.cnf"), `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}\n`);
  const authority = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial"];
  const signed = ["-days", "2", "-extfile", file("names.cnf"), "-out", file("server.pem")];
  openssl("x509", "-req", "-in", file("server.csr"), ...authority, ...signed);
  return { ca: readFileSync(file("ca.pem")), cert: file("server.pem"), key: file("server.key") };
}

import type { AdminMethod } from "@khoj/contract";
import { CopyField } from "../copy-field.tsx";

/** The two addresses a provider wants to know, letter by letter. */
export function WhatToPaste({ method: { method, origin, redirect_uri } }: { readonly method: AdminMethod }) {
  const console =
    method === "google" ? "Google's console (Credentials, OAuth client ID, Web application)" : "your provider";
  return (
    <div className="flex flex-col gap-2 rounded-lg bg-sunken p-3">
      <p className="text-[0.92rem]">Paste these into {console}:</p>
      {origin !== null && (
        <Labelled name={method === "google" ? "Authorised JavaScript origin" : "Origin"} value={origin} />
      )}
      {redirect_uri !== null && (
        <Labelled name={method === "google" ? "Authorised redirect URI" : "Redirect address"} value={redirect_uri} />
      )}
    </div>
  );
}

const Labelled = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <p className="mb-0.5 text-[0.88rem] text-ink-soft">{name}</p>
    <CopyField label={name} value={value} />
  </div>
);

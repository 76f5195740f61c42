import { all, type Differences } from "../differences.ts";

/** Sections 1.9 and 7, and what sign-in changes elsewhere: who may come in, keys, and the pages strangers get. */
export const accessDifferences: Differences = {
  ...strangers(),
  ...keys(),
  ...links(),
  ...signedInPages(),
};

function strangers(): Differences {
  return {
    ...all(["validation-noauth", "convert-noauth", "transcribe-noauth"], {
      kind: "by-ruling",
      status: 403,
      why: "a stranger is refused before what they sent is looked at",
      ruled: "ours.md §4 order",
    }),
    openapi: {
      kind: "by-ruling",
      status: 403,
      why: "for administrators; strangers learn no routes",
      ruled: "ours.md §4 /openapi.json, do-better.md W-54",
    },
    "cors-preflight-android": {
      kind: "by-ruling",
      status: 200,
      why: "a preflight is answered without credentials; the answer itself may be read with a valid key",
      ruled: "ours.md §4 CORS",
    },
    "cors-on-403": {
      kind: "by-ruling",
      status: 403,
      why: "bearer only: no allow-credentials",
      ruled: "ours.md §4 CORS",
    },
    ...all(["page /", "page /?v=app"], {
      kind: "by-ruling",
      status: 303,
      why: "a stranger is led to the sign-in page; there is no page that advertises",
      ruled: "ours.md §4 whose page",
    }),
    "agent-delete": {
      kind: "waiting",
      status: 404,
      why: "no agent can be made yet, so there is none to delete",
      ruled: "the issue on agents",
    },
  };
}

function keys(): Differences {
  const notByKey = "only somebody who signed in makes and ends keys: who stole one does not get a second";
  const ruled = "do-better.md W-3, security.md §5 (API token)";
  return {
    ...all(["token-new", "token-named", "token-delete-none", "token-long-name"], {
      kind: "by-ruling",
      status: 403,
      why: notByKey,
      ruled,
    }),
    ...all(["token-works", "token-delete", "token-gone", "token-delete-again"], {
      kind: "by-ruling",
      why: `${notByKey}; accounts/keys/keys.test.ts walks these steps with a session`,
      ruled,
    }),
    "token-list": {
      kind: "defect-mended",
      status: 200,
      why: "a masked id instead of the key, no fields of a library; a key sees itself only",
      ruled: "do-better.md W-3, ours.md §5 keys",
    },
    "cookie-token": {
      kind: "by-ruling",
      status: 200,
      why: "a key carries a checksum and is six characters longer",
      ruled: "ours.md §5 keys",
    },
  };
}

function links(): Differences {
  const listedOnce = {
    kind: "defect-mended",
    status: 422,
    why: "each fault is listed once",
    ruled: "observed.md D34",
  } as const;
  return {
    ...all(["magic-bad", "magic-missing", "magic-form"], listedOnce),
    magic: {
      kind: "by-ruling",
      status: 200,
      why: "a cookie remembers the browser that asked: only there the link's page submits itself",
      ruled: "ours.md §5 link",
    },
    ...all(["magic-wrong", "magic-reuse"], {
      kind: "by-ruling",
      status: 401,
      why: "the refusal says in a sentence what is wrong",
      ruled: "ours.md §5 code",
    }),
    "magic-unknown": {
      kind: "defect-mended",
      status: 401,
      why: "the same answer whether there is such an account or not",
      ruled: "do-better.md W-8",
    },
    "magic-noparams": {
      kind: "by-ruling",
      status: 200,
      why: "the address of links: our page, which asks for the link or the code",
      ruled: "ours.md §5 link",
    },
    ...sessions(),
    ...google(),
  };
}

function sessions(): Differences {
  const cookies = "cookies of ours: opaque, named after the instance, beside the session's one for the device";
  return {
    "magic-login": {
      kind: "by-ruling",
      status: 307,
      why: cookies,
      ruled: "do-better.md W-1, ours.md §1 one per directory",
    },
    ...all(["logout", "logout-anon"], {
      kind: "by-ruling",
      status: 307,
      why: "the cookies that are taken away are ours",
      ruled: "do-better.md W-1",
    }),
    "cookie-after-logout": {
      kind: "defect-mended",
      status: 403,
      why: "a session that was signed out is dead, copies of its cookie too",
      ruled: "do-better.md W-1",
    },
    "self-delete": {
      kind: "defect-mended",
      status: 403,
      why: "the kit asks with the cookie of a session that was signed out",
      ruled: "do-better.md W-1, W-59",
    },
  };
}

function google(): Differences {
  return {
    ...all(["auth-login", "auth-redirect", "auth-redirect-csrf", "auth-redirect-post", "auth-redirect-next"], {
      kind: "by-ruling",
      status: 404,
      why: "Google is not set up here, and a way that is off has no routes; upstream's fail or lead to its landing page",
      ruled: "security.md §1 item 7, do-better.md W-7",
    }),
  };
}

function signedInPages(): Differences {
  const ruled = "ours.md §4 whose page";
  return {
    ...all(["page /login", "page /login?next=/chat"], {
      kind: "by-ruling",
      status: 200,
      why: "the sign-in page is a page, not a part of the landing page",
      ruled,
    }),
    "page /home": { kind: "by-ruling", status: 307, why: "there is no landing page: it leads to the page", ruled },
    ...all(["page / (logged in)", "page /chat (logged in)", "cookie-settings", "cookie-root"], {
      kind: "by-ruling",
      status: 200,
      why: "the page is ours",
      ruled,
    }),
    ...all(["page /login (logged in)", "page /login?next=/chat (logged in)", "cookie-login"], {
      kind: "by-ruling",
      status: 303,
      why: "whoever is signed in is led on by 303, after which every browser uses GET",
      ruled,
    }),
    ...all(["page /server/admin", "page /server/admin/", "admin-login-page"], {
      kind: "by-ruling",
      status: 303,
      why: "the panel is ours, and a stranger is led to the sign-in page",
      ruled: "the issue: the admin panel at /server/admin/",
    }),
  };
}

import { secret, text, webAddress, wholeNumber, yesOrNo } from "./kinds.ts";

const later = true;
const words = (description: string) => text({ description, later });
const hidden = (description: string) => secret({ description, later });
const address = (description: string) => webAddress({ description, later });

/** Variables of upstream (wire.md §7.7) and of ours whose features come later: known, so that nobody is told they are wrong. */
export const laterVariables = {
  PGSERVER_DATA_DIR: words("Where upstream's embedded database lies. Ours lies in the data directory."),
  KHOJ_RESEARCH_ITERATIONS: wholeNumber({ description: "Steps of a research run.", unset: "5", later }, 1, 1000),
  KHOJ_OPERATOR_ENABLED: yesOrNo({ description: "Let agents use a browser.", unset: "false", later }),
  KHOJ_OPERATOR_ITERATIONS: wholeNumber({ description: "Steps of such a run.", unset: "100", later }, 1, 10_000),
  KHOJ_CDP_URL: words("The browser agents use."),
  KHOJ_TERRARIUM_URL: address("A sandbox for code that speaks Terrarium's protocol."),
  E2B_API_KEY: hidden("The key of the E2B sandbox."),
  E2B_TEMPLATE: words("The template of the E2B sandbox."),
  KHOJ_SEARXNG_URL: address("A SearXNG to search the web with."),
  SERPER_DEV_API_KEY: hidden("The key of Serper, to search the web."),
  EXA_API_KEY: hidden("The key of Exa, to search the web."),
  EXA_API_URL: address("Exa's address."),
  FIRECRAWL_API_KEY: hidden("The key of Firecrawl, to read web pages."),
  FIRECRAWL_API_URL: address("Firecrawl's address."),
  OLOSTEP_API_KEY: hidden("The key of Olostep, to read web pages."),
  OLOSTEP_API_URL: address("Olostep's address."),
  GOOGLE_SEARCH_API_KEY: hidden("The key of Google's search."),
  GOOGLE_SEARCH_ENGINE_ID: words("The engine of Google's search."),
  KHOJ_AUTO_READ_WEBPAGE: yesOrNo({ description: "Read the pages a web search found.", unset: "false", later }),
  RESEND_AUDIENCE_ID: words("Upstream's mailing list. Not used."),
  NOTION_OAUTH_CLIENT_ID: words("Notion: the client's id."),
  NOTION_OAUTH_CLIENT_SECRET: hidden("Notion: the client's secret."),
  NOTION_REDIRECT_URI: address("Notion: where it sends people back to."),
  TWILIO_ACCOUNT_SID: words("Twilio, for telephones: the account."),
  TWILIO_AUTH_TOKEN: hidden("Twilio: the token."),
  TWILIO_VERIFICATION_SID: words("Twilio: the verification service."),
  STRIPE_API_KEY: hidden("Billing of upstream's cloud. Not used."),
  STRIPE_SIGNING_SECRET: hidden("Billing of upstream's cloud. Not used."),
  STRIPE_KHOJ_PRODUCT_ID: words("Billing of upstream's cloud. Not used."),
  KHOJ_CLOUD_SUBSCRIPTION_URL: words("Billing of upstream's cloud. Not used."),
  AWS_ACCESS_KEY: hidden("Image storage of upstream's cloud. Not used."),
  AWS_SECRET_KEY: hidden("Image storage of upstream's cloud. Not used."),
  AWS_IMAGE_UPLOAD_BUCKET: words("Image storage of upstream's cloud. Not used."),
  AWS_USER_UPLOADED_IMAGES_BUCKET_NAME: words("Image storage of upstream's cloud. Not used."),
  PROMPTRACE_DIR: words("Upstream's record of prompts. Not used."),
  GUNICORN_WORKERS: words("Upstream's web server. Not used: ours is one process."),
  GUNICORN_TIMEOUT: words("Upstream's web server. Not used."),
  GUNICORN_GRACEFUL_TIMEOUT: words("Upstream's web server. Not used."),
  GUNICORN_KEEP_ALIVE: words("Upstream's web server. Not used."),
};

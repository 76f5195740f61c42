import { useProfile } from "./use-profile.ts";

/** May see to models and what they do: the person of anonymous mode, or an administrator. */
export function useMayManage(): boolean {
  const profile = useProfile();
  return profile === null || profile?.may_administer === true;
}

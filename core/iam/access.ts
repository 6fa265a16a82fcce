/**
 * How a cluster knows who may talk to it: by EKS access entries (`API`), by the ConfigMap aws-auth (`CONFIG_MAP`), or by
 * both.
 */
export const AuthenticationMode = {
  Api: "API",
  ApiAndConfigMap: "API_AND_CONFIG_MAP",
  ConfigMap: "CONFIG_MAP",
} as const;
export type AuthenticationMode = (typeof AuthenticationMode)[keyof typeof AuthenticationMode];

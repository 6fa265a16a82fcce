/** What a kubeconfig says of a cluster. */
export interface ClusterEndpoint {
  name: string;
  endpoint: string;
  /** The certificate authority of the API server, in base64. */
  certificateAuthority?: string;
}

/** Speaks to the API server as whoever runs Pulumi does, by a token that the AWS CLI makes anew each time. */
export function kubeconfig(cluster: ClusterEndpoint, region: string, profile?: string): string {
  const args = [
    ...["--region", region, "eks", "get-token"],
    ...["--cluster-name", cluster.name, "--output", "json"],
  ];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": cluster.name,
    clusters: [
      {
        name: cluster.name,
        cluster: {
          server: cluster.endpoint,
          "certificate-authority-data": cluster.certificateAuthority,
        },
      },
    ],
    contexts: [{ name: cluster.name, context: { cluster: cluster.name, user: "aws" } }],
    users: [
      {
        name: "aws",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: profile === undefined ? args : ["--profile", profile, ...args],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}

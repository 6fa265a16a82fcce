"""Karpenter on a cluster that is looked up."""

import pulumi
import pulumi_aws as aws
import pulumi_karpenter_eks as karpenter_eks
import pulumi_kubernetes as kubernetes

cluster_name = pulumi.Config().require("clusterName")
cluster = aws.eks.get_cluster(name=cluster_name)
node_group_names = aws.eks.get_node_groups(cluster_name=cluster_name).names
node_groups = [
    aws.eks.get_node_group(cluster_name=cluster_name, node_group_name=name)
    for name in node_group_names
]

# Whoever runs this has a kubeconfig for the cluster: aws eks update-kubeconfig --name <cluster>
provider = kubernetes.Provider("cluster", kubeconfig="~/.kube/config")

karpenter = karpenter_eks.Karpenter(
    "karpenter",
    cluster={
        "name": cluster_name,
        "region": aws.get_region().region,
        "account_id": aws.get_caller_identity().account_id,
        "kubernetes_version": cluster.version,
        "oidc_issuer": cluster.identities[0].oidcs[0].issuer,
        # For CONFIG_MAP give a kubeconfig as well.
        "authentication_mode": karpenter_eks.AuthenticationMode(
            cluster.access_configs[0].authentication_mode
        ),
    },
    version="1.14.4",
    # Clusters that share subnets tag none, and select them by id in the class.
    subnet_ids=sorted({subnet for group in node_groups for subnet in group.subnet_ids}),
    security_group_ids=[cluster.vpc_config.cluster_security_group_id],
    node_group_names=node_group_names,
    node_classes={"default": {"ami_selector_terms": [{"alias": "al2023@v20260818"}]}},
    node_pools={
        "default": {
            "node_class_name": "default",
            "requirements": [
                {
                    "key": "kubernetes.io/arch",
                    "operator": karpenter_eks.RequirementOperator.IN_,
                    "values": ["amd64"],
                },
                {
                    "key": "karpenter.sh/capacity-type",
                    "operator": karpenter_eks.RequirementOperator.IN_,
                    "values": ["on-demand"],
                },
                {
                    "key": "karpenter.k8s.aws/instance-memory",
                    "operator": karpenter_eks.RequirementOperator.GTE,
                    "values": ["4096"],
                },
            ],
            "limits": {"cpu": "200"},
            "termination_grace_period": "24h",
        }
    },
    opts=pulumi.ResourceOptions(providers=[provider]),
)

pulumi.export("nodeRoleName", karpenter.node_role_name)

// Karpenter on a cluster that is looked up.
package main

import (
	"slices"

	karpentereks "example.com/pulumi-karpenter-eks/sdk/go/karpenter-eks"
	"github.com/pulumi/pulumi-aws/sdk/v7/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v7/go/aws/eks"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(program)
}

func program(ctx *pulumi.Context) error {
	clusterName := config.New(ctx, "").Require("clusterName")
	cluster, err := eks.LookupCluster(ctx, &eks.LookupClusterArgs{Name: clusterName})
	if err != nil {
		return err
	}
	region, err := aws.GetRegion(ctx, &aws.GetRegionArgs{})
	if err != nil {
		return err
	}
	account, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{})
	if err != nil {
		return err
	}
	nodeGroups, err := eks.GetNodeGroups(ctx, &eks.GetNodeGroupsArgs{ClusterName: clusterName})
	if err != nil {
		return err
	}
	var subnetIds []string
	for _, name := range nodeGroups.Names {
		group, err := eks.LookupNodeGroup(ctx, &eks.LookupNodeGroupArgs{
			ClusterName:   clusterName,
			NodeGroupName: name,
		})
		if err != nil {
			return err
		}
		subnetIds = append(subnetIds, group.SubnetIds...)
	}
	slices.Sort(subnetIds)
	// For CONFIG_MAP give a kubeconfig as well.
	authenticationMode := karpentereks.AuthenticationMode(cluster.AccessConfigs[0].AuthenticationMode)

	// Whoever runs this has a kubeconfig for the cluster: aws eks update-kubeconfig --name <cluster>
	provider, err := kubernetes.NewProvider(ctx, "cluster", &kubernetes.ProviderArgs{
		Kubeconfig: pulumi.String("~/.kube/config"),
	})
	if err != nil {
		return err
	}
	karpenter, err := karpentereks.NewKarpenter(ctx, "karpenter", &karpentereks.KarpenterArgs{
		Cluster: karpentereks.KarpenterClusterArgsArgs{
			Name:               pulumi.String(clusterName),
			Region:             pulumi.String(region.Region),
			AccountId:          pulumi.String(account.AccountId),
			KubernetesVersion:  pulumi.String(cluster.Version),
			OidcIssuer:         pulumi.String(cluster.Identities[0].Oidcs[0].Issuer),
			AuthenticationMode: &authenticationMode,
		},
		Version: "1.14.4",
		// Clusters that share subnets tag none, and select them by id in the class.
		SubnetIds:        slices.Compact(subnetIds),
		SecurityGroupIds: []string{cluster.VpcConfig.ClusterSecurityGroupId},
		NodeGroupNames:   pulumi.ToStringArray(nodeGroups.Names),
		NodeClasses: map[string]karpentereks.EC2NodeClassSpecArgsArgs{
			"default": {
				AmiSelectorTerms: karpentereks.AmiSelectorTermArgsArray{
					karpentereks.AmiSelectorTermArgsArgs{Alias: pulumi.String("al2023@v20260818")},
				},
			},
		},
		NodePools: map[string]karpentereks.NodePoolSpecArgsArgs{
			"default": {
				NodeClassName: pulumi.String("default"),
				Requirements: karpentereks.RequirementArgsArray{
					requirement("kubernetes.io/arch", karpentereks.RequirementOperatorIn, "amd64"),
					requirement("karpenter.sh/capacity-type", karpentereks.RequirementOperatorIn, "on-demand"),
					requirement("karpenter.k8s.aws/instance-memory", karpentereks.RequirementOperatorGte, "4096"),
				},
				Limits:                 pulumi.StringMap{"cpu": pulumi.String("200")},
				TerminationGracePeriod: pulumi.String("24h"),
			},
		},
	}, pulumi.Providers(provider))
	if err != nil {
		return err
	}
	ctx.Export("nodeRoleName", karpenter.NodeRoleName)
	return nil
}

func requirement(
	key string, operator karpentereks.RequirementOperator, value string,
) karpentereks.RequirementArgsInput {
	return karpentereks.RequirementArgsArgs{
		Key:      pulumi.String(key),
		Operator: operator,
		Values:   pulumi.StringArray{pulumi.String(value)},
	}
}

import type { GetClusterResult, GetNodeGroupResult } from "@pulumi/aws/eks";
import type { GetSubnetResult } from "@pulumi/aws/ec2";
import type { GetRoleResult, GetRolesResult } from "@pulumi/aws/iam";

/** The cluster of fixtures/aws/recorded/cluster.http. */
export const CLUSTER: GetClusterResult = {
  accessConfigs: [
    {
      authenticationMode: "API_AND_CONFIG_MAP",
      bootstrapClusterCreatorAdminPermissions: true,
    },
  ],
  arn: "arn:aws:eks:eu-west-1:210987654321:cluster/example",
  certificateAuthorities: [
    {
      data: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmJtOGdZMlZ5ZEdsbWFXTmhkR1VzSUc5bUlHTnNkWE4wWlhJZ1JVRkZSVGd3T1RZeU5qQTFRVGczTXpVME5ETXpSRU5CTURjd09URkdNelU9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K",
    },
  ],
  clusterId: "",
  computeConfigs: [],
  controlPlaneScalingConfigs: [],
  createdAt: "2026-01-01T00:00:00Z",
  deletionProtection: false,
  enabledClusterLogTypes: [],
  endpoint: "https://EAEE80962605A87354433DCA07091F35.gr7.eu-west-1.eks.amazonaws.com",
  id: "example",
  identities: [
    {
      oidcs: [
        {
          issuer: "https://oidc.eks.eu-west-1.amazonaws.com/id/EAEE80962605A87354433DCA07091F35",
        },
      ],
    },
  ],
  kubeApiServerConfigs: [],
  kubeControllerManagerConfigs: [],
  kubeSchedulerConfigs: [],
  kubernetesNetworkConfigs: [
    {
      elasticLoadBalancings: [],
      ipFamily: "ipv4",
      serviceIpv4Cidr: "10.100.0.0/16",
      serviceIpv6Cidr: "",
    },
  ],
  name: "example",
  outpostConfigs: [],
  platformVersion: "eks.1",
  region: "eu-west-1",
  remoteNetworkConfigs: [],
  roleArn: "arn:aws:iam::210987654321:role/eksClusterRole-example",
  status: "ACTIVE",
  storageConfigs: [],
  tags: { environment: "example" },
  upgradePolicies: [],
  version: "1.35",
  vpcConfig: {
    clusterSecurityGroupId: "sg-04dced6d3fc711925",
    controlPlaneEgressMode: "",
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["0.0.0.0/0"],
    securityGroupIds: [],
    subnetIds: ["subnet-03e1135168e4368f5", "subnet-0b10f768f87691576", "subnet-0ca99f9090d03fdd3"],
    vpcId: "vpc-08fc68d71f93cf25e",
  },
  zonalShiftConfigs: [],
};

/** The cluster of fixtures/aws/written/cluster-full.http. */
export const FULL_CLUSTER: GetClusterResult = {
  accessConfigs: [{ authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true }],
  arn: "arn:aws:eks:eu-west-1:210987654321:cluster/full",
  certificateAuthorities: [{ data: "" }],
  clusterId: "11111111-2222-3333-4444-555555555555",
  computeConfigs: [
    {
      enabled: true,
      nodePools: ["general-purpose", "system"],
      nodeRoleArn: "arn:aws:iam::210987654321:role/auto",
    },
  ],
  controlPlaneScalingConfigs: [{ tier: "tier-xl" }],
  createdAt: "2026-01-01T00:00:00Z",
  deletionProtection: true,
  enabledClusterLogTypes: ["api", "audit"],
  endpoint: "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com",
  id: "full",
  identities: [{ oidcs: [] }],
  kubeApiServerConfigs: [
    { eventTtl: "2h", serviceNodePortRanges: [{ maxPort: 31000, minPort: 30000 }] },
  ],
  kubeControllerManagerConfigs: [
    {
      horizontalPodAutoscalerControllerConfigs: [{ horizontalPodAutoscalerSyncPeriod: "10s" }],
      podGcControllerConfigs: [{ terminatedPodGcThreshold: 500 }],
    },
  ],
  kubeSchedulerConfigs: [
    {
      nodeResourcesFits: [
        {
          scoringStrategies: [{ resources: [{ name: "cpu", weight: 2 }], type: "MostAllocated" }],
        },
      ],
    },
  ],
  kubernetesNetworkConfigs: [
    {
      elasticLoadBalancings: [{ enabled: true }],
      ipFamily: "ipv6",
      serviceIpv4Cidr: "",
      serviceIpv6Cidr: "fd00::/108",
    },
  ],
  name: "full",
  outpostConfigs: [
    {
      controlPlaneInstanceType: "m5.large",
      controlPlanePlacements: [{ groupName: "spread", spreadLevel: "HOST" }],
      etcdInstanceType: "m5.xlarge",
      etcdPlacements: [{ spreadLevel: "RACK" }],
      outpostArns: ["arn:aws:outposts:eu-west-1:210987654321:outpost/op-0a"],
    },
  ],
  platformVersion: "eks.9",
  region: "eu-west-1",
  remoteNetworkConfigs: [
    {
      remoteNodeNetworks: [{ cidrs: ["10.1.0.0/16", "10.2.0.0/16"] }],
      remotePodNetworks: [{ cidrs: ["10.3.0.0/16"] }],
    },
  ],
  roleArn: "arn:aws:iam::210987654321:role/full",
  status: "UPDATING",
  storageConfigs: [{ blockStorages: [{ enabled: true }] }],
  tags: { team: "platform" },
  upgradePolicies: [{ supportType: "STANDARD" }],
  version: "1.35",
  vpcConfig: {
    clusterSecurityGroupId: "sg-0c",
    controlPlaneEgressMode: "MANAGED",
    endpointPrivateAccess: true,
    endpointPublicAccess: false,
    publicAccessCidrs: [],
    securityGroupIds: ["sg-0a", "sg-0b"],
    subnetIds: ["subnet-0a", "subnet-0b"],
    vpcId: "vpc-0a",
  },
  zonalShiftConfigs: [{ enabled: true }],
};

/** The node group of fixtures/aws/recorded/node-group.http. */
export const NODE_GROUP: GetNodeGroupResult = {
  amiType: "AL2023_x86_64_STANDARD",
  arn: "arn:aws:eks:eu-west-1:210987654321:nodegroup/example/system-a/3010ebaf-cb6c-6985-c78f-d6d73abbcc3a",
  capacityType: "ON_DEMAND",
  clusterName: "example",
  diskSize: 20,
  id: "example:system-a",
  instanceTypes: ["m6i.large"],
  labels: {},
  launchTemplates: [],
  nodeGroupName: "system-a",
  nodeRoleArn: "arn:aws:iam::210987654321:role/eksNodeRole-example",
  region: "eu-west-1",
  releaseVersion: "1.35.2-20260818",
  remoteAccesses: [],
  resources: [
    {
      autoscalingGroups: [{ name: "eks-system-a-3010ebaf-cb6c-6985-c78f-d6d73abbcc3a" }],
      remoteAccessSecurityGroupId: "",
    },
  ],
  scalingConfigs: [{ desiredSize: 2, maxSize: 4, minSize: 2 }],
  status: "ACTIVE",
  subnetIds: ["subnet-0b10f768f87691576", "subnet-0ca99f9090d03fdd3"],
  tags: { environment: "example" },
  taints: [],
  updateConfigs: [{ maxUnavailable: 1, maxUnavailablePercentage: 0, updateStrategy: "" }],
  version: "1.35",
  warmPoolConfigs: [],
};

/** The node group of fixtures/aws/written/node-group-full.http: the order of its instance types is kept. */
export const FULL_NODE_GROUP: GetNodeGroupResult = {
  amiType: "CUSTOM",
  arn: "arn:aws:eks:eu-west-1:210987654321:nodegroup/full/workers/11111111-2222-3333-4444-555555555555",
  capacityType: "SPOT",
  clusterName: "full",
  diskSize: 0,
  id: "full:workers",
  instanceTypes: ["m6i.large", "m5.large"],
  labels: { workload: "system" },
  launchTemplates: [{ id: "lt-0a", name: "workers", version: "3" }],
  nodeGroupName: "workers",
  nodeRoleArn: "arn:aws:iam::210987654321:role/path/workers",
  region: "eu-west-1",
  releaseVersion: "1.35.2-20260818",
  remoteAccesses: [{ ec2SshKey: "admin", sourceSecurityGroupIds: ["sg-0a", "sg-0b"] }],
  resources: [
    { autoscalingGroups: [{ name: "eks-workers-1" }], remoteAccessSecurityGroupId: "sg-0d" },
  ],
  scalingConfigs: [{ desiredSize: 2, maxSize: 10, minSize: 0 }],
  status: "ACTIVE",
  subnetIds: ["subnet-0a", "subnet-0b"],
  tags: { team: "platform" },
  taints: [{ effect: "NO_SCHEDULE", key: "dedicated", value: "system" }],
  updateConfigs: [{ maxUnavailable: 0, maxUnavailablePercentage: 25, updateStrategy: "MINIMAL" }],
  version: "1.35",
  warmPoolConfigs: [
    { maxGroupPreparedCapacity: 4, minSize: 1, poolState: "STOPPED", reuseOnScaleIn: true },
  ],
};

/** The subnet of fixtures/aws/written/subnet-full.http: of its IPv6 ranges only the associated one counts. */
export const FULL_SUBNET: GetSubnetResult = {
  arn: "arn:aws-cn:ec2:cn-north-1:210987654321:subnet/subnet-0a",
  assignIpv6AddressOnCreation: true,
  availabilityZone: "cn-north-1a",
  availabilityZoneId: "cnn1-az1",
  availableIpAddressCount: 200,
  cidrBlock: "10.0.1.0/24",
  customerOwnedIpv4Pool: "ipv4pool-coip-0a",
  defaultForAz: true,
  enableDns64: true,
  enableLniAtDeviceIndex: 1,
  enableResourceNameDnsARecordOnLaunch: true,
  enableResourceNameDnsAaaaRecordOnLaunch: true,
  id: "subnet-0a",
  ipv6CidrBlock: "2001:db8:0:2::/64",
  ipv6CidrBlockAssociationId: "subnet-cidr-assoc-0b",
  ipv6Native: true,
  mapCustomerOwnedIpOnLaunch: true,
  mapPublicIpOnLaunch: true,
  outpostArn: "arn:aws-cn:outposts:cn-north-1:210987654321:outpost/op-0a",
  ownerId: "210987654321",
  privateDnsHostnameTypeOnLaunch: "resource-name",
  region: "cn-north-1",
  state: "available",
  tags: { Name: "a" },
  vpcId: "vpc-0a",
};

/** The role of fixtures/aws/written/role.http. */
export const ROLE: GetRoleResult = {
  arn: "arn:aws:iam::210987654321:role/nodes",
  assumeRolePolicy:
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  createDate: "2026-01-01T00:00:00Z",
  description: "",
  id: "nodes",
  maxSessionDuration: 3600,
  name: "nodes",
  path: "/",
  permissionsBoundary: "",
  roleLastUseds: [{ lastUsedDate: "", region: "" }],
  tags: {},
  uniqueId: "AROAEXAMPLE0C",
};

/** The role of fixtures/aws/written/role-full.http: its policy names three accounts, each in another way. */
export const FULL_ROLE: GetRoleResult = {
  arn: "arn:aws:iam::210987654321:role/team/platform/full",
  assumeRolePolicy:
    '{"Version":"2012-10-17","Statement":[{"Sid":"a+b","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::345678901234:root"]},"Action":"sts:AssumeRole",' +
    '"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:eks:*:210987654321:cluster/*"},"StringEquals":{"aws:SourceAccount":["456789012345"],"team name":"plat form"}}}]}',
  createDate: "2026-01-01T00:00:00Z",
  description: "Nodes & pods",
  id: "full",
  maxSessionDuration: 7200,
  name: "full",
  path: "/team/platform/",
  permissionsBoundary: "arn:aws:iam::210987654321:policy/boundary",
  roleLastUseds: [{ lastUsedDate: "2026-02-01T12:30:00Z", region: "eu-west-1" }],
  tags: { team: "platform" },
  uniqueId: "AROAEXAMPLE0F",
};

/** The roles of fixtures/aws/written/roles.http and roles-2.http: two sets, each in its own order. */
export const TEAM_ROLES: GetRolesResult = {
  arns: [
    "arn:aws:iam::210987654321:role/team/a/eks-nodes-b",
    "arn:aws:iam::210987654321:role/team/admin",
    "arn:aws:iam::210987654321:role/team/eks-nodes-a",
  ],
  id: "eu-west-1",
  names: ["admin", "eks-nodes-a", "eks-nodes-b"],
  pathPrefix: "/team/",
};

/**
 * Every path below `spec` in Karpenter's CRDs, with the first minor that has it where it came after the API version,
 * and the first that no longer has it: read from the CRDs of each minor from 0.36 on. Lists end in `[]`, maps in `{}`.
 */
export const NODE_POOL_V1BETA1 = `
disruption
disruption.budgets
disruption.budgets[]
disruption.budgets[].duration
disruption.budgets[].nodes
disruption.budgets[].schedule
disruption.consolidateAfter
disruption.consolidationPolicy
disruption.expireAfter
limits
limits.{}
template
template.metadata
template.metadata.annotations
template.metadata.annotations.{}
template.metadata.labels
template.metadata.labels.{}
template.spec
template.spec.kubelet
template.spec.kubelet.clusterDNS
template.spec.kubelet.clusterDNS[]
template.spec.kubelet.cpuCFSQuota
template.spec.kubelet.evictionHard
template.spec.kubelet.evictionHard.{}
template.spec.kubelet.evictionMaxPodGracePeriod
template.spec.kubelet.evictionSoft
template.spec.kubelet.evictionSoft.{}
template.spec.kubelet.evictionSoftGracePeriod
template.spec.kubelet.evictionSoftGracePeriod.{}
template.spec.kubelet.imageGCHighThresholdPercent
template.spec.kubelet.imageGCLowThresholdPercent
template.spec.kubelet.kubeReserved
template.spec.kubelet.kubeReserved.{}
template.spec.kubelet.maxPods
template.spec.kubelet.podsPerCore
template.spec.kubelet.systemReserved
template.spec.kubelet.systemReserved.{}
template.spec.nodeClassRef
template.spec.nodeClassRef.apiVersion
template.spec.nodeClassRef.kind
template.spec.nodeClassRef.name
template.spec.requirements
template.spec.requirements[]
template.spec.requirements[].key
template.spec.requirements[].minValues
template.spec.requirements[].operator
template.spec.requirements[].values
template.spec.requirements[].values[]
template.spec.resources
template.spec.resources.requests
template.spec.resources.requests.{}
template.spec.startupTaints
template.spec.startupTaints[]
template.spec.startupTaints[].effect
template.spec.startupTaints[].key
template.spec.startupTaints[].timeAdded
template.spec.startupTaints[].value
template.spec.taints
template.spec.taints[]
template.spec.taints[].effect
template.spec.taints[].key
template.spec.taints[].timeAdded
template.spec.taints[].value
weight
`;

export const NODE_POOL_V1 = `
disruption
disruption.budgets
disruption.budgets[]
disruption.budgets[].duration
disruption.budgets[].nodes
disruption.budgets[].reasons
disruption.budgets[].reasons[]
disruption.budgets[].schedule
disruption.consolidateAfter
disruption.consolidationPolicy
limits
limits.{}
replicas since 1.8
template
template.metadata
template.metadata.annotations
template.metadata.annotations.{}
template.metadata.labels
template.metadata.labels.{}
template.spec
template.spec.expireAfter
template.spec.nodeClassRef
template.spec.nodeClassRef.group
template.spec.nodeClassRef.kind
template.spec.nodeClassRef.name
template.spec.requirements
template.spec.requirements[]
template.spec.requirements[].key
template.spec.requirements[].minValues
template.spec.requirements[].operator
template.spec.requirements[].values
template.spec.requirements[].values[]
template.spec.startupTaints
template.spec.startupTaints[]
template.spec.startupTaints[].effect
template.spec.startupTaints[].key
template.spec.startupTaints[].timeAdded
template.spec.startupTaints[].value
template.spec.taints
template.spec.taints[]
template.spec.taints[].effect
template.spec.taints[].key
template.spec.taints[].timeAdded
template.spec.taints[].value
template.spec.terminationGracePeriod
weight
`;

export const NODE_CLASS_V1BETA1 = `
amiFamily
amiSelectorTerms
amiSelectorTerms[]
amiSelectorTerms[].id
amiSelectorTerms[].name
amiSelectorTerms[].owner
amiSelectorTerms[].tags
amiSelectorTerms[].tags.{}
associatePublicIPAddress
blockDeviceMappings
blockDeviceMappings[]
blockDeviceMappings[].deviceName
blockDeviceMappings[].ebs
blockDeviceMappings[].ebs.deleteOnTermination
blockDeviceMappings[].ebs.encrypted
blockDeviceMappings[].ebs.iops
blockDeviceMappings[].ebs.kmsKeyID
blockDeviceMappings[].ebs.snapshotID
blockDeviceMappings[].ebs.throughput
blockDeviceMappings[].ebs.volumeSize
blockDeviceMappings[].ebs.volumeType
blockDeviceMappings[].rootVolume
context
detailedMonitoring
instanceProfile
instanceStorePolicy
metadataOptions
metadataOptions.httpEndpoint
metadataOptions.httpProtocolIPv6
metadataOptions.httpPutResponseHopLimit
metadataOptions.httpTokens
role
securityGroupSelectorTerms
securityGroupSelectorTerms[]
securityGroupSelectorTerms[].id
securityGroupSelectorTerms[].name
securityGroupSelectorTerms[].tags
securityGroupSelectorTerms[].tags.{}
subnetSelectorTerms
subnetSelectorTerms[]
subnetSelectorTerms[].id
subnetSelectorTerms[].tags
subnetSelectorTerms[].tags.{}
tags
tags.{}
userData
`;

export const NODE_CLASS_V1 = `
amiFamily
amiSelectorTerms
amiSelectorTerms[]
amiSelectorTerms[].alias
amiSelectorTerms[].id
amiSelectorTerms[].name
amiSelectorTerms[].owner
amiSelectorTerms[].ssmParameter since 1.4
amiSelectorTerms[].tags
amiSelectorTerms[].tags.{}
associatePublicIPAddress
blockDeviceMappings
blockDeviceMappings[]
blockDeviceMappings[].deviceName
blockDeviceMappings[].ebs
blockDeviceMappings[].ebs.deleteOnTermination
blockDeviceMappings[].ebs.encrypted
blockDeviceMappings[].ebs.iops
blockDeviceMappings[].ebs.kmsKeyID
blockDeviceMappings[].ebs.snapshotID
blockDeviceMappings[].ebs.throughput
blockDeviceMappings[].ebs.volumeInitializationRate since 1.5
blockDeviceMappings[].ebs.volumeSize
blockDeviceMappings[].ebs.volumeType
blockDeviceMappings[].rootVolume
capacityReservationSelectorTerms since 1.3
capacityReservationSelectorTerms[] since 1.3
capacityReservationSelectorTerms[].id since 1.3
capacityReservationSelectorTerms[].instanceMatchCriteria since 1.8
capacityReservationSelectorTerms[].ownerID since 1.3
capacityReservationSelectorTerms[].tags since 1.3
capacityReservationSelectorTerms[].tags.{} since 1.3
connectionTracking since 1.13
connectionTracking.tcpEstablishedTimeout since 1.13
connectionTracking.udpStreamTimeout since 1.13
connectionTracking.udpTimeout since 1.13
context
cpuOptions since 1.13
cpuOptions.nestedVirtualization since 1.13
detailedMonitoring
enclaveOptions since 1.15
enclaveOptions.enabled since 1.15
instanceProfile
instanceStorePolicy
ipPrefixCount since 1.8
kubelet
kubelet.clusterDNS until 1.15
kubelet.clusterDNS[] until 1.15
kubelet.cpuCFSQuota until 1.15
kubelet.evictionHard until 1.15
kubelet.evictionHard.{} until 1.15
kubelet.evictionMaxPodGracePeriod until 1.15
kubelet.evictionSoft until 1.15
kubelet.evictionSoft.{} until 1.15
kubelet.evictionSoftGracePeriod until 1.15
kubelet.evictionSoftGracePeriod.{} until 1.15
kubelet.imageGCHighThresholdPercent until 1.15
kubelet.imageGCLowThresholdPercent until 1.15
kubelet.kubeReserved until 1.15
kubelet.kubeReserved.{} until 1.15
kubelet.maxPods until 1.15
kubelet.podsPerCore until 1.15
kubelet.systemReserved until 1.15
kubelet.systemReserved.{} until 1.15
kubelet.{} since 1.15
metadataOptions
metadataOptions.httpEndpoint
metadataOptions.httpProtocolIPv6
metadataOptions.httpPutResponseHopLimit
metadataOptions.httpTokens
networkInterfaces since 1.11
networkInterfaces[] since 1.11
networkInterfaces[].deviceIndex since 1.11
networkInterfaces[].interfaceType since 1.11
networkInterfaces[].networkCardIndex since 1.11
placementGroupSelector since 1.11
placementGroupSelector.id since 1.11
placementGroupSelector.name since 1.11
role
securityGroupSelectorTerms
securityGroupSelectorTerms[]
securityGroupSelectorTerms[].id
securityGroupSelectorTerms[].name
securityGroupSelectorTerms[].tags
securityGroupSelectorTerms[].tags.{}
subnetSelectorTerms
subnetSelectorTerms[]
subnetSelectorTerms[].id
subnetSelectorTerms[].tags
subnetSelectorTerms[].tags.{}
tags
tags.{}
userData
`;

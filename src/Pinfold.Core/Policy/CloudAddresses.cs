using System.Net;

namespace Pinfold.Core.Policy;

/// <summary>
/// Where clouds tell their machines who they are, with credentials: those of the addresses that are not link-local, as
/// 169.254.169.254 (most clouds), 169.254.170.2 and .23 (containers of AWS), 169.254.0.23 (Tencent) and 169.254.42.42
/// (Scaleway) are.
/// </summary>
internal static class CloudAddresses
{
    private static readonly HashSet<IPAddress> Known =
    [
        IPAddress.Parse("168.63.129.16"), // Azure, "What is IP address 168.63.129.16?": a public one
        IPAddress.Parse("100.100.100.200"), // Alibaba Cloud, "View instance metadata"
        IPAddress.Parse("192.0.0.192"), // Oracle Cloud Classic, "Retrieving Instance Metadata"
        IPAddress.Parse("fd00:c1::a9fe:a9fe"), // Oracle Cloud, oci-python-sdk
        IPAddress.Parse("fd20:ce::254"), // Google Cloud, "View and query VM metadata"
        IPAddress.Parse("fd00:42::42"), // Scaleway, cloud-init's datasource
    ];

    // ::254 metadata, ::23 credentials of pods: "Access instance metadata", "EKS Pod Identity Agent"
    private static readonly IPNetwork Aws = IPNetwork.Parse("fd00:ec2::/32");

    internal static bool Contains(IPAddress address) => Known.Contains(address) || Aws.Contains(address);
}

using System.Net;
using System.Net.Sockets;

namespace AlignZeg.Grains.Webhooks;

/// <summary>
/// Which addresses are those of machines in the public internet. Source: the IANA special-purpose address registries for IPv4 and IPv6; ours is stricter, because forms of IPv6 that
/// carry an address of IPv4 (mapped, NAT64, 6to4, Teredo) may lead into networks that are not public.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>True if it is one.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !IsGlobalUnicast(address)) return false;
        return !Special.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    // 2000::/3, by its bits: IPNetwork.Contains says yes to mapped addresses (::ffff:a.b.c.d), whatever the network.
    private static bool IsGlobalUnicast(IPAddress address) => address.GetAddressBytes()[0] >> 5 == 1;
}

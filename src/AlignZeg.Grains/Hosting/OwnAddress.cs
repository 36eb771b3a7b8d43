using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AlignZeg.Grains.Hosting;

/// <summary>The address under which others reach a silo, from what a configuration says.</summary>
internal static class OwnAddress
{
    /// <summary>The machine's own address, whichever it is: for containers, which learn it when they start.</summary>
    public const string Auto = "auto";

    /// <summary>Refuses what can be no address, without looking anything up: clients read the same file, and need no address of their own.</summary>
    /// <exception cref="InvalidDataException">It can be none.</exception>
    public static void Check(string text)
    {
        if (text != Auto && Uri.CheckHostName(text) == UriHostNameType.Unknown)
            throw new InvalidDataException($"Cluster:Address '{text}' is neither an IP address, nor the name of a host, nor '{Auto}' (without a port: that is Cluster:SiloPort)");
    }

    /// <summary>The address: as it stands, the machine's own, or that of a name. Looks up names each time.</summary>
    /// <param name="text">An IP address, <see cref="Auto"/>, or a name of a host.</param>
    /// <exception cref="InvalidDataException">There is no such address.</exception>
    public static IPAddress Resolve(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return address;
        if (text == Auto) return Choose(Candidates()) ?? throw new InvalidDataException($"Cluster:Address is '{Auto}', but this machine has no network; give an address that the other silos reach");
        return Named(text) ?? throw new InvalidDataException($"Cluster:Address '{text}': no host of that name is known here; give its IP address, or '{Auto}' for this machine's own");
    }

    /// <summary>The candidate that others most likely reach: on the way out of the machine before one that only leads to containers, IPv4 before IPv6; none that a machine gave itself.</summary>
    /// <param name="candidates">Addresses, and whether their network has a gateway.</param>
    internal static IPAddress? Choose(IEnumerable<(IPAddress Address, bool HasGateway)> candidates) => candidates
        .Where(candidate => !IPAddress.IsLoopback(candidate.Address) && !candidate.Address.IsIPv6LinkLocal && candidate.Address.GetAddressBytes() is not [169, 254, _, _])
        .OrderByDescending(candidate => candidate.HasGateway).ThenBy(candidate => candidate.Address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
        .Select(candidate => candidate.Address).FirstOrDefault();

    private static IEnumerable<(IPAddress Address, bool HasGateway)> Candidates() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.OperationalStatus != OperationalStatus.Down
        let properties = card.GetIPProperties()
        from own in properties.UnicastAddresses
        select (own.Address, properties.GatewayAddresses.Count > 0);

    private static IPAddress? Named(string name)
    {
        try
        {
            var addresses = Dns.GetHostAddresses(name);
            return addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

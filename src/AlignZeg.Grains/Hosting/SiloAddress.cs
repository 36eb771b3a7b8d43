using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AlignZeg.Grains.Hosting;

/// <summary>The address under which others reach a silo, from what a configuration says.</summary>
internal static class SiloAddress
{
    /// <summary>The machine's own address, whichever it is: for containers, which learn it when they start.</summary>
    public const string Auto = "auto";

    /// <summary>The address: as it stands, the machine's own, or that of a name.</summary>
    /// <param name="text">An IP address, <see cref="Auto"/>, or a name of a host.</param>
    /// <exception cref="InvalidDataException">There is no such address.</exception>
    public static IPAddress Resolve(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return address;
        if (text == Auto) return Own() ?? throw new InvalidDataException($"Cluster:Address is '{Auto}', but no network interface of this machine is up and has an IPv4 address; give the address");
        return Named(text) ?? throw new InvalidDataException($"Cluster:Address '{text}' is neither an IP address, nor '{Auto}', nor a name that can be looked up");
    }

    // Interfaces that were given an address come before those that gave themselves one (169.254).
    private static IPAddress? Own() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus == OperationalStatus.Up && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is not [169, 254, ..]);

    private static IPAddress? Named(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name, AddressFamily.InterNetwork).FirstOrDefault();
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return null;
        }
    }
}

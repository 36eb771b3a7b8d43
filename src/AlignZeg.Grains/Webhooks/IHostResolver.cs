using System.Net;

namespace AlignZeg.Grains.Webhooks;

/// <summary>Finds the addresses of hosts.</summary>
internal interface IHostResolver
{
    /// <summary>All addresses of a name.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There are none, or nobody answers.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>As this machine does it.</summary>
internal sealed class HostResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}

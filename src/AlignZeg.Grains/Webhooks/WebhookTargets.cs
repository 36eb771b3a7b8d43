using System.Net;
using System.Net.Sockets;
using AlignZeg.Abstractions.Webhooks;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Webhooks;

/// <summary>Where webhooks may send to. What is checked is connected to: no name is asked for twice, so that it cannot answer differently.</summary>
internal sealed class WebhookTargets(IOptions<WebhookOptions> options, IHostResolver hosts)
{
    private const int LongestUrl = 2_000;

    /// <summary>Checks an address when it is given. A host that is not found may come later, and is checked at every connection.</summary>
    /// <exception cref="InvalidWebhookException">Nothing may be sent there.</exception>
    public async Task CheckAsync(string url, CancellationToken cancellationToken)
    {
        var target = Parse(url);
        try
        {
            await ResolveAsync(target.IdnHost, cancellationToken);
        }
        catch (ForbiddenTargetException exception)
        {
            throw new InvalidWebhookException(exception.Message);
        }
        catch (SocketException)
        {
            // Unknown today: nothing is sent until it is known.
        }
    }

    /// <summary>Connects to one of the addresses of a host, after all of them were checked.</summary>
    /// <exception cref="ForbiddenTargetException">One of them may not be sent to.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Uri Parse(string url)
    {
        if (url.Length > LongestUrl) throw new InvalidWebhookException($"The address is {url.Length:N0} characters long; at most {LongestUrl:N0} are allowed.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("https" or "http") || target.Host.Length == 0)
            throw new InvalidWebhookException("The address is not one that webhooks can be sent to; give an https:// address with a host.");
        if (target.Scheme == "http" && !options.Value.AllowHttp) throw new InvalidWebhookException("The address begins with http://, which everybody on the way can read; use https://.");
        if (target.UserInfo.Length > 0) throw new InvalidWebhookException("The address holds a user name; deliveries are signed instead, leave it out.");
        return target;
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await hosts.ResolveAsync(host, cancellationToken);
        return options.Value.AllowPrivateTargets || addresses.All(PublicAddress.Is) ? addresses : throw new ForbiddenTargetException(host);
    }
}

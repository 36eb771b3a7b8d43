using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Webhooks;

/// <summary>Sends deliveries, and learns no more of the answer than its status.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostOfAnAnswer = 4 << 10;
    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public WebhookSender(WebhookTargets targets, IOptions<WebhookOptions> options, TimeProvider time)
    {
        (_timeout, _time) = (options.Value.Timeout, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false,
            MaxResponseDrainSize = MostOfAnAnswer, MaxResponseHeadersLength = 16, // kilobytes
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), PooledConnectionLifetime = TimeSpan.FromMinutes(1), // then the host's addresses are asked for and checked again
            ConnectCallback = (context, cancellationToken) => targets.ConnectAsync(context.DnsEndPoint, cancellationToken),
        };
        _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends once; whatever goes wrong is an outcome.</summary>
    public async Task<SendOutcome> SendAsync(string url, string id, string body, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Sign(url, id, Encoding.UTF8.GetBytes(body), secrets);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token);
            return SendOutcome.Of((int)answer.StatusCode);
        }
        catch (HttpRequestException exception)
        {
            return new(null, exception.InnerException is ForbiddenTargetException forbidden ? forbidden.Message : $"The receiver cannot be reached ({exception.HttpRequestError}).");
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return new(null, $"The receiver did not answer within {_timeout.TotalSeconds:0.#} s.");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Sign(string url, string id, byte[] body, IReadOnlyList<string> secrets)
    {
        long timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        return new(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
            Headers =
            {
                { "webhook-id", id }, { "webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture) }, { "webhook-signature", WebhookSignature.Of(secrets, id, timestamp, body) },
                { "User-Agent", "AlignZeg-Webhooks/1" },
            },
        };
    }
}
